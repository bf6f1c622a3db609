import { expect, it, vi } from 'vitest';
import { silentDesk } from '../preview/samples.ts';
import { addressOf, createSignInStore } from './store.ts';

const typed = { server: 'https://a.com/', email: ' ana@a.com ', password: 'segredo' };
const refusing = (code: string, path?: string) =>
  silentDesk({ signIn: () => ({ ok: false, code, detail: '', path }) });

it.each([
  ['https://a.com/', 'https://a.com'],
  ['recado.a.com', 'https://recado.a.com'],
  ['localhost:4680', 'http://localhost:4680'],
  [' 127.0.0.1:4680 ', 'http://127.0.0.1:4680'],
])('%s is read as %s', (text, address) => expect(addressOf(text)).toBe(address));

it('signs in with what was typed, tidied', async () => {
  const desk = silentDesk({ signIn: () => 'opening' });
  const signedIn = vi.fn(async () => {});
  expect(await createSignInStore(desk, signedIn).submit(typed)).toBe(true);
  expect(desk.asked[0]?.question).toEqual({
    server: 'https://a.com',
    email: 'ana@a.com',
    password: 'segredo',
  });
  expect(signedIn).toHaveBeenCalledWith('opening');
});

it.each([
  [refusing('wrong-credentials'), 'wrong'],
  [refusing('too-many'), 'tooMany'],
  [refusing('server-unreachable'), 'unreachable'],
  [refusing('app-too-old'), 'tooOld'],
  [refusing('app-trouble'), 'app'],
  [refusing('invalid', '/server'), 'badAddress'],
  [silentDesk({ signIn: () => Promise.reject(new Error('no bridge')) }), 'app'],
])('says why not (%#)', async (desk, trouble) => {
  const store = createSignInStore(desk, async () => {});
  expect(await store.submit(typed)).toBe(false);
  expect(store.getState()).toEqual({ busy: false, trouble, codeNeeded: false });
});

it.each([
  [{ ...typed, server: ' ' }, 'emptyServer'],
  [{ ...typed, email: '' }, 'emptyEmail'],
  [{ ...typed, password: '' }, 'emptyPassword'],
])('asks for what is missing (%#)', async (given, trouble) => {
  const desk = silentDesk();
  const store = createSignInStore(desk, async () => {});
  await store.submit(given);
  expect(store.getState().trouble).toBe(trouble);
  expect(desk.asked).toEqual([]);
});

it('asks for the code of a second factor once the server does, and sends it with the password', async () => {
  const codes: unknown[] = [];
  const desk = silentDesk({
    signIn: ({ code }: { code?: string }) => {
      codes.push(code);
      const refused = code === '111111' ? 'wrong-code' : 'code-needed';
      return code === '222222' ? 'opening' : { ok: false, code: refused, detail: '' };
    },
  });
  const store = createSignInStore(desk, async () => {});
  expect(await store.submit(typed)).toBe(false);
  expect(store.getState()).toEqual({ busy: false, trouble: null, codeNeeded: true });
  await store.submit({ ...typed, code: '12' });
  expect(store.getState().trouble).toBe('emptyCode');
  await store.submit({ ...typed, code: '111111' });
  expect(store.getState()).toMatchObject({ trouble: 'wrongCode', codeNeeded: true });
  expect(await store.submit({ ...typed, code: ' 222222 ' })).toBe(true);
  expect(store.getState().codeNeeded).toBe(false);
  expect(codes).toEqual([undefined, '111111', '222222']);
});
