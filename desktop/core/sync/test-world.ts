/** A server that does what it is told by the same rules, for the tests of what is shown. */
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Command } from '#shared/contract/command.ts';
import type { Message } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Service } from '#shared/contract/service.ts';
import { finish, receive, start, write } from '#shared/rules/service-life.ts';
import { passedOn } from '../test-transfer.ts';
import { type ChangeOfMessage, changesMessage } from './changed-message.ts';
import type { Here, Known } from './state.ts';

const never = { inactivityMinutes: null, unattendedMinutes: null, farewellMinutes: null };
export const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const conversationId = id(1);
export const ana = { id: id(2), role: 'attendant' as const, name: 'Ana' };
export const bia = { id: id(3), role: 'attendant' as const, name: 'Bia' };
export const instant = (tick: number) =>
  new Date(Date.UTC(2026, 0, 1) + tick * 1_000).toISOString();

const file = (number: number): Attachment => ({
  id: id(number),
  kind: 'image',
  name: 'foto.jpg',
  mediaType: 'image/jpeg',
  size: 3,
  sha256: 'a'.repeat(64),
  state: 'here',
});
export const hereOf = (messages: Message[]): Here => ({
  has: (one) => messages.some((message) => message.id === one),
  message: (one) => messages.find((message) => message.id === one) ?? null,
  attachment: (one) => (one === id(7) ? file(7) : null),
});
/** What matters of a message, whenever it was done. */
export const seenOf = (message: ShownMessage) => ({
  ...message,
  position: null,
  status: null,
  serviceId: null,
  sentAt: '',
  editedAt: message.editedAt && '',
  deletedAt: message.deletedAt && '',
});

/** A server that does what it is told, with the same rules; Ana's console sees its rows late. */
export function openWorld() {
  let tick = 0;
  let ids = 100;
  const newId = () => {
    ids += 1;
    return id(ids);
  };
  const truth = { services: [] as Service[], messages: [] as Message[], read: 0, settled: 0 };
  const answered = new Map<string, boolean>();
  const now = () => {
    tick += 1;
    return instant(tick);
  };
  const standing = () => {
    const current = truth.services.find(({ state }) => state !== 'finished') ?? null;
    const latest = truth.services.filter(({ state }) => state === 'finished').at(-1) ?? null;
    return { current, latest, holderName: null };
  };
  const adopt = (services: Service[]) => {
    for (const service of services) {
      const at = truth.services.findIndex((one) => one.id === service.id);
      if (at === -1) truth.services.push(service);
      else truth.services[at] = service;
      if (service.state === 'finished') truth.settled = truth.messages.length;
    }
  };
  const append = (
    message: Pick<Message, 'id' | 'direction' | 'serviceId' | 'authorId'> & Partial<Message>,
  ) =>
    truth.messages.push({
      conversationId,
      position: truth.messages.length + 1,
      kind: 'text',
      text: 'x',
      ...message,
      status: message.direction === 'out' ? 'queued' : null,
      failure: null,
      sentAt: now(),
    });
  function changeOne(actor: typeof ana, command: ChangeOfMessage): void {
    const at = truth.messages.findIndex((one) => one.id === command.messageId);
    const message = truth.messages[at];
    if (!message || message.deletedAt) throw new Refused('not-found', 'no such message');
    if (message.kind === 'note') {
      changeNote(actor, command, message, at);
      return;
    }
    const { current } = standing();
    if (current?.attendantId && current.attendantId !== actor.id) {
      throw new Refused('service-held', 'held');
    }
    if (command.type === 'reactToMessage') {
      const { reactions: before = [], ...rest } = message;
      const others = before.filter(({ direction }) => direction === 'in');
      const own = { direction: 'out' as const, emoji: command.emoji, userId: actor.id };
      const reactions = command.emoji === '' ? others : [...others, own];
      truth.messages[at] = reactions.length > 0 ? { ...rest, reactions } : rest;
      return;
    }
    if (message.direction === 'in') throw new Refused('forbidden', 'not ours');
    if (command.type === 'editMessage') {
      if (message.text === null) throw new Refused('unsupported', 'no text');
      if (message.text === command.text) return;
      truth.messages[at] = { ...message, text: command.text, editedAt: now() };
    } else if (command.type === 'deleteMessage') {
      const { attachment, content, quote, reactions, forwarded, editedAt, ...bare } = message;
      truth.messages[at] = { ...bare, text: null, deletedAt: now() };
    } else if (message.failure !== null) {
      truth.messages[at] = { ...message, failure: null, status: 'queued' };
    }
  }
  function changeNote(
    actor: typeof ana,
    command: ChangeOfMessage,
    note: Message,
    at: number,
  ): void {
    if (note.authorId !== actor.id) throw new Refused('forbidden', 'another’s note');
    const { content, editedAt, ...bare } = note;
    if (command.type === 'deleteMessage') {
      truth.messages[at] = { ...bare, text: null, deletedAt: now() };
    } else if (command.type === 'editMessage') {
      if (command.text !== note.text)
        truth.messages[at] = { ...bare, text: command.text, editedAt: now() };
    } else throw new Refused('unsupported', 'a note');
  }
  function carryOut(actor: typeof ana, command: Command): boolean {
    const before = answered.get(command.id);
    if (before !== undefined) return before;
    try {
      if (command.type === 'markRead') truth.read = Math.max(truth.read, command.position);
      else if (command.type === 'sendMessage') {
        const { quotedId } = command;
        const original = truth.messages.find(
          (one) => one.id === quotedId && !one.deletedAt && one.kind !== 'note',
        );
        if (quotedId && !original) throw new Refused('not-found', 'nothing to quote');
        const outcome = write(standing(), conversationId, actor, never, now(), newId);
        adopt(outcome.services);
        const { serviceId } = outcome;
        const { messageId, kind, text = null, attachmentId, content, forwarded } = command;
        append({
          id: messageId,
          direction: 'out',
          serviceId,
          authorId: actor.id,
          kind,
          text,
          ...(attachmentId && { attachment: file(7) }),
          ...(original && {
            quote: {
              messageId: original.id,
              direction: original.direction,
              kind: original.kind,
              text: original.text,
            },
          }),
          ...(content && { content }),
          ...(forwarded && { forwarded }),
        });
      } else if (command.type === 'addNote') {
        const { messageId: id, text } = command;
        const note = { id, text, kind: 'note' as const, direction: 'out' as const };
        const serviceId = (standing().current ?? standing().latest)?.id ?? null;
        append({ ...note, serviceId, authorId: actor.id });
      } else if (changesMessage(command)) {
        changeOne(actor, command);
      } else if (command.type === 'startService') {
        adopt(start(standing(), command.serviceId, actor, never, now()).services);
      } else if (command.type === 'finishService') {
        adopt(finish(standing(), command.serviceId, actor, never, now()).services);
      } else if (command.type === 'transferService') {
        adopt(passedOn(standing(), command, actor, never, now()).services);
        if (command.note) {
          const { messageId: id, text } = command.note;
          const note = { id, text, kind: 'note' as const, direction: 'out' as const };
          append({ ...note, serviceId: command.serviceId, authorId: actor.id, status: 'sent' });
        }
      }
      answered.set(command.id, true);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answered.set(command.id, false);
    }
    return answered.get(command.id) as boolean;
  }
  const known = (): Known & { messages: Message[] } =>
    structuredClone({
      conversation: {
        id: conversationId,
        contactId: id(4),
        lastPosition: truth.messages.length,
        settledPosition: truth.settled,
        lastActivityAt: truth.messages.at(-1)?.sentAt ?? instant(0),
      },
      service: standing().current ?? standing().latest,
      readPosition: truth.read,
      messages: truth.messages,
    });
  const contactWrites = () => {
    const said = { at: now(), farewell: false };
    const outcome = receive(standing(), conversationId, said, never, newId);
    adopt(outcome.services);
    append({ id: newId(), direction: 'in', serviceId: outcome.serviceId, authorId: null });
  };
  /** WhatsApp would not take the newest that went out. */
  const whatsappRefuses = () => {
    const at = truth.messages.findLastIndex(({ direction }) => direction === 'out');
    const message = truth.messages[at];
    if (message) truth.messages[at] = { ...message, failure: 'no' };
  };
  /** What there would be if nobody else did anything. */
  const after = (commands: Command[]): Message[] => {
    const [kept, heard] = [structuredClone(truth), new Map(answered)];
    for (const command of commands) carryOut(ana, command);
    const messages = structuredClone(truth.messages);
    Object.assign(truth, kept);
    answered.clear();
    for (const [command, carried] of heard) answered.set(command, carried);
    return messages;
  };
  return { now, newId, carryOut, known, contactWrites, whatsappRefuses, after };
}
