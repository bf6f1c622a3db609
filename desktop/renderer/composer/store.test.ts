import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentDesk, summary } from '../preview/samples.ts';
import { createDraftsStore, draftPause } from './store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const text = (drafts: ReturnType<typeof createDraftsStore>) =>
  drafts.getState().drafts.get('c1')?.text;
const saved = (desk: ReturnType<typeof silentDesk>) =>
  desk.asked.map(({ question }) => (question as { text: string }).text);

it('keeps a draft once per pause however fast one types, and at once when asked to', async () => {
  const desk = silentDesk();
  const drafts = createDraftsStore(desk);
  drafts.open('c1', '');
  for (const typed of ['o', 'oi', 'oi ']) {
    drafts.write('c1', typed);
    await vi.advanceTimersByTimeAsync(draftPause / 4);
  }
  expect(desk.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(draftPause / 4);
  expect(saved(desk)).toEqual(['oi ']);
  drafts.write('c1', 'oi tu');
  await drafts.keepAll();
  await vi.advanceTimersByTimeAsync(draftPause);
  expect(saved(desk)).toEqual(['oi ', 'oi tu']);
});

it('never lets what the core says replace what is newer here', async () => {
  let answer: () => void = () => {};
  const desk = silentDesk({
    saveDraft: () =>
      new Promise((done) => {
        answer = () => done(null);
      }),
  });
  const drafts = createDraftsStore(desk);
  drafts.open('c1', '');
  drafts.write('c1', 'ab');
  const keeping = drafts.keep('c1');
  drafts.receive([summary('c1', { draft: 'a' })]);
  expect(text(drafts)).toBe('ab');
  answer();
  await keeping;
  drafts.write('c1', 'abc');
  drafts.receive([summary('c1', { draft: 'ab' })]);
  expect(text(drafts)).toBe('abc');
});

it('takes a draft that the core gives back, where nothing newer was typed', () => {
  const drafts = createDraftsStore(silentDesk());
  drafts.open('c1', '');
  drafts.receive([summary('c1', { draft: 'foi recusada' })]);
  expect(text(drafts)).toBe('foi recusada');
});

it('empties at once when sent, and the kept draft with it', async () => {
  const desk = silentDesk();
  const drafts = createDraftsStore(desk);
  drafts.open('c1', '');
  drafts.write('c1', 'oi');
  const sending = drafts.take('c1', async (taken) => {
    expect(taken).toBe('oi');
    expect(text(drafts)).toBe('');
    drafts.write('c1', 'e mais');
    return true;
  });
  expect(await sending).toBe(true);
  expect(text(drafts)).toBe('e mais');
  expect(saved(desk)).toEqual(['e mais']);
});

it('what the server refuses at once is back where it was written, and stays there', async () => {
  const desk = silentDesk();
  const drafts = createDraftsStore(desk);
  drafts.open('c1', '');
  drafts.write('c1', 'oi');
  await drafts.keep('c1');
  await drafts.take('c1', async () => true);
  drafts.receive([summary('c1', { draft: 'oi' })]);
  await vi.advanceTimersByTimeAsync(draftPause);
  expect(text(drafts)).toBe('oi');
  // Nothing tells the core to forget it.
  expect(saved(desk)).toEqual(['oi']);
});

it('what was kept and is no beginning of what was sent is forgotten', async () => {
  const desk = silentDesk();
  const drafts = createDraftsStore(desk);
  drafts.open('c1', 'outra coisa');
  drafts.write('c1', 'oi');
  await drafts.take('c1', async () => true);
  expect(saved(desk)).toEqual(['']);
});

it('gives the text back when it was not accepted', async () => {
  const drafts = createDraftsStore(silentDesk());
  drafts.open('c1', 'oi');
  expect(await drafts.take('c1', async () => false)).toBe(false);
  expect(text(drafts)).toBe('oi');
  await drafts.take('c1', () => Promise.reject(new Error('away')));
  expect(text(drafts)).toBe('oi');
});

it('does not keep what is too long to be sent, nor lose it', async () => {
  const desk = silentDesk();
  const drafts = createDraftsStore(desk);
  drafts.open('c1', '');
  drafts.write('c1', 'x'.repeat(70_000));
  await drafts.keepAll();
  expect(desk.asked).toEqual([]);
  expect(text(drafts)).toHaveLength(70_000);
});
