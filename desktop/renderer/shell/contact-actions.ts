/** What is noted about contacts and stuck on services; each can be taken back for a while. */
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Contact, ContactChange } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { fieldOf, overtakenIn } from '#shared/rules/contact-edit.ts';
import { nameOf } from '../format/names.ts';
import type { ToldStore } from './told.ts';

type Deps = {
  perform(intent: Intent): Promise<boolean>;
  entry(id: Id): ConversationSummary | undefined;
  told: ToldStore;
};

/** What puts back what a change replaces. */
export function inverseOf(contact: Contact, change: ContactChange): ContactChange {
  switch (change.field) {
    case 'name':
      return { field: 'name', value: contact.name, was: change.value };
    case 'notes':
      return { field: 'notes', value: contact.notes ?? null, was: change.value };
    case 'attribute': {
      const { key } = change;
      const value = contact.attributes?.[key.trim()] ?? null;
      return { field: 'attribute', key, value, was: change.value };
    }
    case 'consent': {
      const { channel } = change;
      return { field: 'consent', channel, value: contact.consents?.[channel]?.given ?? null };
    }
    case 'phone':
    case 'email':
      return { ...change, on: !change.on };
  }
}

export function createContactActions({ perform, entry, told }: Deps) {
  async function undoably(intent: Intent, field: string, undo: Intent): Promise<boolean> {
    const done = await perform(intent);
    const { conversationId } = intent;
    const contact = entry(conversationId)?.contact;
    if (done && contact) {
      told.add({ type: 'undo', conversationId, contactName: nameOf(contact), field, undo });
    }
    return done;
  }
  return {
    async editContact(conversationId: Id, change: ContactChange): Promise<boolean> {
      const contact = entry(conversationId)?.contact;
      if (!contact) return false;
      const undo = inverseOf(contact, change);
      const intent = { type: 'editContact', conversationId } as const;
      return undoably({ ...intent, change }, fieldOf(change), { ...intent, change: undo });
    },
    /** Putting a tag on is undone by the same press; taking it off is offered to be undone. */
    tagContact(conversationId: Id, tagId: Id, on: boolean): Promise<boolean> {
      const intent = { type: 'tagContact', conversationId, tagId } as const;
      if (on) return perform({ ...intent, on });
      return undoably({ ...intent, on }, 'tag', { ...intent, on: true });
    },
    tagService(conversationId: Id, serviceId: Id, tagId: Id, on: boolean): Promise<boolean> {
      const intent = { type: 'tagService', conversationId, serviceId, tagId } as const;
      if (on) return perform({ ...intent, on });
      return undoably({ ...intent, on }, 'tag', { ...intent, on: true });
    },
    undo: (intent: Intent) => perform(intent),
    /** Tells what two people did to one field at once, between what was shown and what comes. */
    noteOvertaken(before: ConversationSummary | undefined, after: ConversationSummary, me: Id) {
      if (!before || before.contact.edits === after.contact.edits) return;
      for (const overtaken of overtakenIn(before.contact, after.contact, me)) {
        told.add({
          type: 'overtaken',
          conversationId: after.conversation.id,
          contactName: nameOf(after.contact),
          ...overtaken,
        });
      }
    },
  };
}
