import { expect, it } from 'vitest';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import { createModesStore } from '../composer/modes.ts';
import { createNotesStore } from '../composer/notes.ts';
import { createDraftsStore } from '../composer/store.ts';
import { createTrayStore } from '../composer/tray.ts';
import { createListStore } from '../list/store.ts';
import { message, silentDesk, summary } from '../preview/samples.ts';
import { createActions } from './actions.ts';
import { createTold } from './told.ts';
import { createTroubles } from './troubles.ts';

type Given = Parameters<typeof silentDesk>[0];

async function desk(
  entry: ReturnType<typeof summary>,
  given: Given = {},
  thread: readonly ShownMessage[] = [],
) {
  const bridge = silentDesk({
    conversations: [entry],
    perform: { commandId: 'command', messageId: null },
    ...given,
  });
  const list = createListStore(bridge);
  const drafts = createDraftsStore(bridge);
  const troubles = createTroubles();
  const told = createTold();
  const modes = createModesStore();
  const tray = createTrayStore(bridge);
  const notes = createNotesStore();
  const people = () => [{ id: 'bia', name: 'Bia' }];
  const more = { people, thread: () => thread, offline: () => false };
  const stores = { desk: bridge, list, drafts, modes, tray, troubles, told, notes, ...more };
  const actions = createActions(stores);
  await list.load('me');
  drafts.open('c1', 'oi');
  const intents = () =>
    bridge.asked
      .filter(({ call }) => call === 'perform')
      .map(({ question }) => (question as { intent: Intent }).intent);
  return { actions, list, drafts, modes, tray, troubles, notes, intents };
}
const refused = {
  perform: () => ({
    ok: false,
    code: 'service-held',
    detail: '',
    holder: { id: 'a', name: 'Ana' },
  }),
};

it('starts what waits before it sends', async () => {
  const { actions, intents } = await desk(
    summary('c1', { service: { id: 's1', state: 'waiting' } }),
  );
  expect(await actions.send('c1')).toBe(true);
  expect(intents()).toMatchObject([
    { type: 'startService', serviceId: 's1' },
    { type: 'sendMessage', text: 'oi', kind: 'text' },
  ]);
});

it('sends nothing where the start is refused, tells who has it, and keeps the text', async () => {
  const { actions, intents, drafts, troubles } = await desk(
    summary('c1', { service: { state: 'waiting' } }),
    refused,
  );
  expect(await actions.send('c1')).toBe(false);
  expect(intents()).toHaveLength(1);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');
  expect(troubles.getState().troubles).toMatchObject([
    { type: 'startService', contactName: 'Contact c1', refusal: { holder: { name: 'Ana' } } },
  ]);
});

it('does nothing to a service in a state that does not allow it', async () => {
  const { actions, intents } = await desk(summary('c1', { service: { state: 'finished' } }));
  expect([
    await actions.start('c1'),
    await actions.finish('c1'),
    await actions.transfer('c1', { attendantId: 'ana' }, ''),
  ]).toEqual([false, false, false]);
  expect(intents()).toEqual([]);
});

it('passes on to a colleague or a team, also what waits, with a note where there are words', async () => {
  const { actions, intents } = await desk(
    summary('c1', { service: { id: 's1', state: 'waiting' } }),
  );
  expect(await actions.transfer('c1', { attendantId: 'ana' }, '  ')).toBe(true);
  expect(await actions.transfer('c1', { teamId: null }, ' de manhã ')).toBe(true);
  expect(intents()).toEqual([
    { type: 'transferService', conversationId: 'c1', serviceId: 's1', attendantId: 'ana' },
    {
      ...{ type: 'transferService', conversationId: 'c1', serviceId: 's1', teamId: null },
      note: { messageId: expect.any(String), text: 'de manhã' },
    },
  ]);
});

it('says that one types once in a while, and anew in another conversation', async () => {
  const bridge = silentDesk({ conversations: [] });
  const list = createListStore(bridge);
  const actions = createActions({
    ...{ desk: bridge, list, drafts: createDraftsStore(bridge), modes: createModesStore() },
    ...{ tray: createTrayStore(bridge), troubles: createTroubles(), told: createTold() },
    ...{ notes: createNotesStore(), thread: () => [], offline: () => false, people: () => [] },
  });
  for (const id of ['c1', 'c1', 'c2', 'c2', 'c1']) actions.typing(id);
  expect(bridge.asked.filter(({ call }) => call === 'typing').map((one) => one.question)).toEqual([
    { conversationId: 'c1' },
    { conversationId: 'c2' },
    { conversationId: 'c1' },
  ]);
});

it('says once per position that everything was read', async () => {
  const { actions, list, intents } = await desk(summary('c1', { unread: 2, lastPosition: 5 }));
  await Promise.all([actions.markRead('c1'), actions.markRead('c1')]);
  list.receive([summary('c1', { unread: 1, lastPosition: 6 })]);
  await actions.markRead('c1');
  list.receive([summary('c1', { unread: 0, lastPosition: 7 })]);
  await actions.markRead('c1');
  expect(intents()).toMatchObject([{ position: 5 }, { position: 6 }]);
});

const takingFiles: Given = {
  beginAttachment: { attachmentId: 'a1' },
  addToAttachment: { received: 1 },
  endAttachment: () => ({ id: 'a1', kind: 'document' }),
};
const file = (name: string) => new File(['x'], name, { type: 'application/pdf' });
const open = summary('c1', { service: { state: 'open' } });

it('the draft is the caption of the first file, and an answer is an answer once', async () => {
  const { actions, intents, modes, tray, drafts } = await desk(open, takingFiles);
  modes.reply(message(4));
  tray.add('c1', [file('a.pdf'), file('b.pdf')]);
  tray.write('c1', tray.items('c1')[1]?.key ?? '', 'o segundo');
  expect(await actions.send('c1')).toBe(true);
  expect(intents()).toMatchObject([
    { kind: 'document', attachmentId: 'a1', text: 'oi', quotedId: 'm4' },
    { kind: 'document', attachmentId: 'a1', text: 'o segundo' },
  ]);
  expect(intents()[1]).not.toHaveProperty('quotedId');
  expect(drafts.getState().drafts.get('c1')?.text).toBe('');
});

it('what comes after a file that did not go waits with it, and no words are lost', async () => {
  let accepts = 1;
  const { actions, intents, tray, drafts } = await desk(open, {
    ...takingFiles,
    perform: () => {
      accepts -= 1;
      return accepts >= 0 ? { commandId: 'x', messageId: null } : { ok: false, code: 'too-many' };
    },
  });
  tray.add('c1', [file('a.pdf'), file('b.pdf'), file('c.pdf')]);
  tray.write('c1', tray.items('c1')[1]?.key ?? '', 'o segundo');
  expect(await actions.send('c1')).toBe(false);
  expect(intents()).toHaveLength(2);
  expect(tray.items('c1').map((one) => one.file.name)).toEqual(['b.pdf', 'c.pdf']);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('o segundo');
});

it('a file taken out leaves its neighbour’s words where they are written', async () => {
  const { actions, tray, drafts } = await desk(open);
  tray.add('c1', [file('a.pdf'), file('b.pdf')]);
  tray.write('c1', tray.items('c1')[1]?.key ?? '', 'o segundo');
  actions.removeFile('c1', tray.items('c1')[0]?.key ?? '');
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi\no segundo');
  expect(tray.items('c1')).toMatchObject([{ caption: '' }]);
});

it('an edit is its own text: the draft stays, nothing changed is nothing sent, refused is open again', async () => {
  const { actions, intents, modes, drafts } = await desk(open);
  modes.edit(message(4, { text: 'antes' }));
  expect(await actions.send('c1')).toBe(true);
  expect(intents()).toEqual([]);
  modes.edit(message(4, { text: 'antes' }));
  modes.write('c1', 'depois');
  await actions.send('c1');
  expect(intents()).toMatchObject([{ type: 'editMessage', messageId: 'm4', text: 'depois' }]);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');

  const held = await desk(open, refused);
  held.modes.edit(message(4, { text: 'antes' }));
  held.modes.write('c1', 'depois');
  expect(await held.actions.send('c1')).toBe(false);
  expect(held.modes.getState().modes.get('c1')).toMatchObject({ type: 'edit', text: 'depois' });
});

it('forwards the file that is there, and answers nothing by it', async () => {
  const { actions, intents, modes } = await desk(open);
  modes.reply(message(9));
  const attachment = { id: 'a7', kind: 'voice' } as never;
  await actions.forward(message(4, { kind: 'voice', text: null, attachment }), 'c1');
  expect(intents()).toMatchObject([{ kind: 'voice', attachmentId: 'a7', forwarded: true }]);
  expect(intents()[0]).not.toHaveProperty('quotedId');
  expect(intents()[0]).not.toHaveProperty('text');
});

it('sends a template as a text that says which one it is, and leaves the draft alone', async () => {
  const { actions, drafts, intents } = await desk(
    summary('c1', { service: { id: 's1', state: 'waiting' } }),
  );
  const template = { name: 'hello', language: 'pt_BR', body: [{ text: 'Ana' }] };
  expect(await actions.say('c1', { kind: 'text', text: 'Olá Ana', content: { template } })).toBe(
    true,
  );
  expect(intents()).toMatchObject([
    { type: 'startService' },
    { type: 'sendMessage', kind: 'text', text: 'Olá Ana', content: { template } },
  ]);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');
});

it('keeps a note with those whom it names, apart from the draft', async () => {
  const { actions, intents, notes, drafts } = await desk(summary('c1'));
  notes.open('c1');
  notes.write('c1', ' @Bia, veja ');
  expect(await actions.saveNote('c1')).toBe(true);
  expect(intents()).toMatchObject([
    { type: 'addNote', text: '@Bia, veja', mentions: [{ userId: 'bia', name: 'Bia' }] },
  ]);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');
  expect(notes.of('c1')).toMatchObject({ open: false, text: '' });
});

it('gives back a note that was not accepted, and does not edit what is the same', async () => {
  const { actions, intents, notes } = await desk(summary('c1'), refused);
  notes.open('c1');
  notes.write('c1', 'x');
  expect(await actions.saveNote('c1')).toBe(false);
  expect(notes.of('c1')).toMatchObject({ open: true, text: 'x' });
  notes.edit(message(1, { kind: 'note', text: 'a' }));
  await actions.saveNote('c1');
  expect(intents()).toHaveLength(1);
});

it('takes the last message that is held back into the composer, with what it answered', async () => {
  const original = message(1, { text: 'e aí?' });
  const mine = { direction: 'out', status: 'waiting' } as const;
  const held = message(2, {
    ...{ ...mine, text: 'tudo certo', held: true },
    quote: { messageId: original.id, direction: 'in', kind: 'text', text: 'e aí?' },
  });
  const gone = message(3, mine);
  const { actions, drafts, modes } = await desk(summary('c1'), {}, [original, held, gone]);
  drafts.write('c1', '');
  expect(await actions.takeLastBack('c1')).toBe(true);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('tudo certo');
  expect(modes.getState().modes.get('c1')).toMatchObject({ type: 'reply', message: original });
});

it('leaves what is being written where the message has gone already', async () => {
  const cancelMessage = () => ({ ok: false, code: 'invalid', detail: '' });
  const { actions, drafts } = await desk(summary('c1'), { cancelMessage });
  expect(await actions.takeBack(message(2, { status: 'waiting', text: 'x' }))).toBe(false);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');
});
