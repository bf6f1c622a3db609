import { expect, it } from 'vitest';
import { silentDesk } from '../preview/samples.ts';
import { createCodeStore } from './code-store.ts';

const typed = { server: 'https://a.com/', email: ' ana@a.com ' };
const confirmed = { ...typed, code: ' k7qw-2mxp ', password: 'uma senha nova' };
const refusing = (code: string, path?: string) =>
  silentDesk({ confirmCode: () => ({ ok: false, code, detail: '', path }) });

it('asks for a code, and says no more than that it was asked for', async () => {
  const desk = silentDesk({ askForCode: null });
  const store = createCodeStore(desk);
  expect(await store.ask(typed)).toBe(true);
  expect(desk.asked[0]?.question).toEqual({ server: 'https://a.com', email: 'ana@a.com' });
  expect(store.getState()).toEqual({ busy: false, trouble: null });
});

it('gives the code and the password, which may begin with a space', async () => {
  const desk = silentDesk({ confirmCode: null });
  expect(await createCodeStore(desk).confirm({ ...confirmed, password: ' dez letras' })).toBe(true);
  expect(desk.asked[0]?.question).toEqual({
    ...{ server: 'https://a.com', email: 'ana@a.com' },
    ...{ code: 'k7qw-2mxp', password: ' dez letras' },
  });
});

it.each([
  [refusing('wrong-code'), 'wrong'],
  [refusing('too-many'), 'tooMany'],
  [refusing('server-unreachable'), 'unreachable'],
  [refusing('app-trouble'), 'app'],
  [refusing('not-found'), 'badAddress'],
  [refusing('invalid', '/server'), 'badAddress'],
  [refusing('invalid', '/password'), 'short'],
  [refusing('invalid', '/email'), 'badEmail'],
  [refusing('invalid'), 'notTaken'],
  [silentDesk({ confirmCode: () => Promise.reject(new Error('no bridge')) }), 'app'],
])('says why not (%#)', async (desk, trouble) => {
  const store = createCodeStore(desk);
  expect(await store.confirm(confirmed)).toBe(false);
  expect(store.getState()).toEqual({ busy: false, trouble });
});

it.each([
  [{ ...confirmed, server: ' ' }, 'emptyServer'],
  [{ ...confirmed, email: '' }, 'emptyEmail'],
  [{ ...confirmed, email: 'ana' }, 'badEmail'],
  [{ ...confirmed, code: ' ' }, 'emptyCode'],
  [{ ...confirmed, password: 'nove letr' }, 'short'],
])('asks for what is missing (%#)', async (given, trouble) => {
  const desk = silentDesk();
  const store = createCodeStore(desk);
  expect(await store.confirm(given)).toBe(false);
  expect(store.getState().trouble).toBe(trouble);
  expect(desk.asked).toEqual([]);
});
