import { expect, it } from 'vitest';
import type { Command } from '#shared/contract/command.ts';
import { silentDesk } from '../preview/samples.ts';
import { again, canBeDraft, wordsIn } from './intents.ts';
import { createOutboxStore } from './store.ts';

const message: Command = {
  id: 'x',
  type: 'sendMessage',
  conversationId: 'c1',
  messageId: 'm1',
  kind: 'text',
  text: 'oi',
};

it('what is tried again is a new message with the same words', () => {
  const intent = again(message);
  expect(intent).toMatchObject({ type: 'sendMessage', kind: 'text', text: 'oi' });
  expect(intent).not.toHaveProperty('id');
  expect(intent).not.toMatchObject({ messageId: 'm1' });
  expect(wordsIn(message)).toBe('oi');
  expect([canBeDraft(message), canBeDraft({ ...message, kind: 'document' })]).toEqual([
    true,
    false,
  ]);
});

it('says when something has gone before it could be taken back, and shows what is left', async () => {
  let waits = [message];
  let gone = false;
  const outbox = createOutboxStore(
    silentDesk({
      outbox: () => ({
        waiting: waits.map((command) => ({ command, givenAt: '', contactName: 'Ana' })),
        refused: [],
      }),
      takeBack: () => {
        waits = [];
        return gone ? { ok: false, code: 'invalid', detail: '' } : null;
      },
    }),
  );
  await outbox.load();
  expect(outbox.getState()).toMatchObject({ phase: 'ready', place: { waiting: [{}] } });
  expect(await outbox.takeBack('x')).toBe(true);
  expect(outbox.getState().place.waiting).toEqual([]);
  gone = true;
  expect(await outbox.takeBack('x')).toBe(false);
});
