import { expect, it } from 'vitest';
import { summary } from '../preview/samples.ts';
import { type Deed, doToAll, mayBeDone, tagState } from './several.ts';

const mine = summary('mine', { service: { state: 'open', attendantId: 'me' } });
const others = summary('others', { service: { state: 'open', attendantId: 'ana' } });
const waits = summary('waits', { service: { state: 'waiting' }, unread: 1 });
const over = summary('over', { service: { state: 'finished' } });
const all = [mine, others, waits, over];
const may = (deed: Deed, admin = false) =>
  all.filter((entry) => mayBeDone(deed, entry, 'me', admin)).map((one) => one.conversation.id);

it('only what one may dispose of is finished or transferred', () => {
  expect(may('finish')).toEqual(['mine']);
  expect(may('finish', true)).toEqual(['mine', 'others']);
  expect(may('transfer')).toEqual(['mine', 'waits']);
  expect(may('read')).toEqual(['waits']);
});

it('one command for each; those that may not or do not go are named', async () => {
  const acted: string[] = [];
  const outcome = await doToAll(
    [mine, others, waits],
    (entry) => entry !== others,
    async (id) => {
      acted.push(id);
      return id !== 'waits';
    },
  );
  expect(acted).toEqual(['mine', 'waits']);
  expect(outcome).toEqual({
    done: 1,
    left: [
      { id: 'others', name: 'Contact others' },
      { id: 'waits', name: 'Contact waits' },
    ],
  });
});

it('a tag is on all of them, on some or on none', () => {
  const vip = summary('vip', { contact: { tags: ['t'] } });
  expect(tagState([vip, vip], 't')).toBe('all');
  expect(tagState([vip, mine], 't')).toBe('some');
  expect(tagState([mine], 't')).toBe('none');
});
