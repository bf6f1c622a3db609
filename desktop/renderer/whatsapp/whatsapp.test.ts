import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { silentDesk } from '../preview/samples.ts';
import { shownCode } from './pairing.tsx';
import { pathOf } from './qr.tsx';
import { createWhatsappStore } from './store.ts';

const session = (state: 'open' | 'pairing' | 'stopped') => ({
  driver: 'linked' as const,
  state,
  since: '2026-11-20T12:00:00.000Z',
});

it('an answer never replaces what was signalled while it was on its way', async () => {
  let answer: (value: object) => void = () => {};
  const store = createWhatsappStore(
    silentDesk({
      moveWhatsapp: () =>
        new Promise((done) => {
          answer = done;
        }),
    }),
  );
  const moving = store.move('start');
  expect(store.getState().moving).toBe('start');
  store.receive(session('open'));
  answer(session('pairing'));
  expect(await moving).toBe(true);
  expect(store.getState()).toMatchObject({ moving: null, session: { state: 'open' } });
});

it('asks by code only where a number was given, and tells a refusal', async () => {
  const desk = silentDesk({ moveWhatsapp: () => ({ ok: false, code: 'forbidden', detail: '' }) });
  const store = createWhatsappStore(desk);
  expect(await store.move('start', '+5511988887777')).toBe(false);
  await store.move('stop');
  expect(desk.asked.map(({ question }) => question)).toEqual([
    { move: 'start', phone: '+5511988887777' },
    { move: 'stop' },
  ]);
  expect(store.getState()).toMatchObject({ moving: null, trouble: 'forbidden' });
});

it('draws each dark module of the code, and no light one', () => {
  const { data } = encode('2@abc', { border: 2 });
  const dark = data.flat().filter(Boolean).length;
  expect(pathOf(data).split('M')).toHaveLength(dark + 1);
  expect(
    pathOf([
      [true, false],
      [false, true],
    ]),
  ).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
  expect(shownCode('K7QW2MXP')).toBe('K7QW-2MXP');
});

it('groups are chosen, and a choice that was refused changes nothing and says so', async () => {
  const answers: object[] = [
    { groups: 'shown' },
    { ok: false, code: 'forbidden', detail: 'Admins only.' },
  ];
  const store = createWhatsappStore(
    silentDesk({
      whatsappSettings: async () => ({ groups: 'ignored' as const }),
      chooseWhatsapp: async () => answers.shift(),
    } as never),
  );
  await store.load();
  await expect.poll(() => store.getState().settings).toEqual({ groups: 'ignored' });
  expect(await store.choose({ groups: 'shown' })).toBe(true);
  expect(store.getState()).toMatchObject({ settings: { groups: 'shown' }, trouble: null });
  expect(await store.choose({ groups: 'ignored' })).toBe(false);
  expect(store.getState()).toMatchObject({ settings: { groups: 'shown' }, trouble: 'forbidden' });
});
