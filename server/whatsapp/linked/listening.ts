/** Everything that one connection says, on its way to the journal. */
import type { BaileysEventMap, WAMessage, WASocket } from '@whiskeysockets/baileys';
import type { Log } from '../../platform/log.ts';
import type { DriverEvent, Who } from '../driver.ts';
import { type Acks, noReach, refusal } from './acks.ts';
import type { Calls } from './calls.ts';
import { readEarly } from './early-reading.ts';
import type { Groups } from './groups.ts';
import { conversationOf, jidOfLid, meOf } from './names.ts';
import type { Pictures } from './pictures.ts';
import { eventsOf, untranslated } from './translate.ts';
import {
  mappingOf,
  mappingsOfHistory,
  newPicturesOf,
  peopleOf,
  receiptsOf,
  statusesOf,
} from './translate-rest.ts';

export type ListeningDeps = {
  take(events: DriverEvent[]): void;
  connection(update: BaileysEventMap['connection.update']): void;
  /** The credentials have changed, and are as they shall be kept. */
  creds(): void;
  calls: Calls;
  pictures: Pictures;
  groups: Groups;
  groupsShown(): boolean;
  acks: Acks;
  typing?: ((who: Who, is: boolean) => void) | undefined;
  log: Log;
  now(): Date;
};

type Heard = { [E in keyof BaileysEventMap]?: (data: BaileysEventMap[E]) => void };

const errorStatus = 0;

/**
 * Hears each event at the moment it is made, not when the library's buffer lets it go: closing
 * the connection throws the buffer away. Both `append` (while we were away) and `notify` count.
 */
export function listen(sock: WASocket, deps: ListeningDeps): void {
  const { take, calls, pictures, groups, groupsShown, acks, log } = deps;
  const me = () => meOf(sock.authState.creds.me);
  const setting = () => {
    const { about } = groups;
    return { me: me(), now: deps.now(), groups: groupsShown(), about };
  };
  const asked = new Set<string>();

  const takeMessages = (messages: WAMessage[], history: boolean): void => {
    const events = messages.flatMap((message) => {
      try {
        return eventsOf(message, { ...setting(), history });
      } catch (error) {
        log.error({ err: error, id: message.key?.id }, 'a message could not be translated');
        return untranslated(message, { ...setting(), history });
      }
    });
    take(events);
    for (const event of events) {
      if (event.type !== 'message') continue;
      learnPhone(event);
      pictures.seen(event, history);
      if (event.group) groups.seen(event.group);
    }
  };

  /** Whoever came with a hidden number only: the library may know the other one. */
  function learnPhone(event: Who): void {
    if (event.phone || !event.lid || asked.has(event.lid)) return;
    const { lid } = event;
    asked.add(lid);
    sock.signalRepository.lidMapping.getPNForLID(jidOfLid(lid)).then(
      (pn) => pn && take(mappingOf({ lid: jidOfLid(lid), pn }, me())),
      (error) => log.debug({ err: error }, 'the number behind a hidden one is not known'),
    );
  }

  const early = readEarly(sock, (message) => takeMessages([message], false));
  const heard: Heard = {
    'connection.update': deps.connection,
    // The library takes the update over when it hears of it, which is after us.
    'creds.update': () => queueMicrotask(deps.creds),
    'messages.upsert': ({ messages }) =>
      takeMessages(
        messages.filter(({ key }) => !early.took(key)),
        false,
      ),
    'messaging-history.set': (history) => {
      take(mappingsOfHistory(history, me()));
      takeMessages(history.messages, true);
    },
    'messages.update': (updates) => {
      take(statusesOf(updates, setting()));
      take(lateRefusals(updates));
    },
    'contacts.upsert': (contacts) => take(peopleOf(contacts, me())),
    'contacts.update': (contacts) => {
      take(peopleOf(contacts, me()));
      for (const { who, to } of newPicturesOf(contacts, me(), groupsShown()))
        pictures.changed(who, to);
    },
    'message-receipt.update': (updates) => take(receiptsOf(updates, setting())),
    'groups.upsert': groups.told,
    'groups.update': groups.told,
    'group-participants.update': ({ id }) => groups.membersChanged(id),
    'lid-mapping.update': (mapping) => take(mappingOf(mapping, me())),
    'presence.update': ({ id, presences }) => {
      const who = conversationOf({ remoteJid: id }, me(), false);
      const [state] = Object.values(presences);
      if (!who || !state) return;
      const { lastKnownPresence: is } = state;
      deps.typing?.(who, is === 'composing' || is === 'recording');
    },
    call: (events) => calls.heard(events, me()),
  };

  /** Refused after we stopped waiting: the next try must not come. */
  function lateRefusals(updates: BaileysEventMap['messages.update']): DriverEvent[] {
    return updates.flatMap(({ key, update }) => {
      const who = conversationOf(key, me(), groupsShown());
      const code = Number(update.messageStubParameters?.[0]);
      if (!who || !key.id || update.status !== errorStatus || code !== noReach) return [];
      if (acks.awaits(key.id)) return [];
      const { reason } = refusal(code);
      const at = deps.now().toISOString();
      return [{ ...who, type: 'failure' as const, whatsappId: key.id, reason, code, at }];
    });
  }

  const emit = sock.ev.emit.bind(sock.ev);
  sock.ev.emit = (event, data) => {
    try {
      (heard[event] as ((data: unknown) => void) | undefined)?.(data);
    } catch (error) {
      log.error({ err: error, event }, 'an event of the library was not understood');
    }
    return emit(event, data);
  };
}
