import { expect, it } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import type { Saved, Saving } from '#shared/contract/saving.ts';
import { createSavingsStore } from './store.ts';

const what: Saved = { kind: 'services', format: 'csv', filter: {}, language: 'en' };

function world(host: 'electron' | 'browser', answer: unknown) {
  const calls: [string, { savingId: string }][] = [];
  const taken: string[] = [];
  const desk = {
    call: async (name: string, question: { savingId: string }) => {
      calls.push([name, question]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as Pick<Desk, 'call'>;
  const store = createSavingsStore(
    desk,
    () => host,
    (address) => taken.push(address),
  );
  const all = () => [...store.getState().savings.values()];
  return { store, calls, taken, all };
}
const begun = { ok: true, value: { begun: true } };

it('a browser takes it by its link, the installed app does not', async () => {
  for (const host of ['browser', 'electron'] as const) {
    const { store, calls, taken } = world(host, begun);
    await store.begin(what, 'a.csv');
    const id = calls[0]?.[1].savingId;
    expect(taken).toEqual(host === 'browser' ? [`savings/${id}`] : []);
    store.stop(id ?? '');
    expect(calls[1]).toEqual(['stopSaving', { savingId: id }]);
  }
});

it('what is wanted nowhere is not spoken of; what was refused is', async () => {
  const nowhere = world('electron', { ok: true, value: { begun: false } });
  await nowhere.store.begin(what, 'a.csv');
  expect(nowhere.all()).toEqual([]);
  for (const answer of [{ ok: false, code: 'too-many', detail: '' }, new Error('gone')]) {
    const refused = world('electron', answer);
    await refused.store.begin(what, 'a.csv');
    expect(refused.all()).toMatchObject([{ phase: 'failed', what }]);
    expect(refused.all()[0]?.refusal?.code).toBe(
      answer instanceof Error ? 'app-trouble' : 'too-many',
    );
  }
});

it('follows its own, leaves those of other windows to them, and forgets what is over', async () => {
  const { store, all } = world('browser', begun);
  await store.begin(what, 'a.csv');
  const [first] = all();
  const now: Saving = {
    ...{ id: first?.id ?? '', name: 'a.csv', phase: 'running', bytes: 9, rows: 1, total: 3 },
    trouble: null,
  };
  store.receive([now, { ...now, id: 'elsewhere' }]);
  expect(all()).toMatchObject([{ ...now, what }]);
  store.receive([{ ...now, phase: 'done', rows: 3 }]);
  await store.begin(what, 'b.csv');
  expect(all().map(({ name }) => name)).toEqual(['b.csv']);
});
