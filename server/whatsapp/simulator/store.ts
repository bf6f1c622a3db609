/**
 * WhatsApp's side of the simulator, on a disk file of its own: what phones show, what they sent that
 * the server has not acknowledged, and the receipts that wait. A 202 is answered after the commit.
 */
import { randomBytes } from 'node:crypto';
import type { DriverEvent, InboundMessage, Who } from '../driver.ts';
import { openDurableFile } from '../durable-file.ts';
import { type CallsStore, openCallsStore } from './calls-store.ts';
import { type Files, openFiles } from './files.ts';
import { type Groups, openGroups } from './groups-store.ts';
import { openMessages, type Place, type StoredFile } from './messages-store.ts';
import { openOutbound } from './outbound-store.ts';
import {
  type Act,
  type ActOutcome,
  type FromContact,
  mayCall,
  type Pending,
  type Phone,
  type PhoneChange,
  type PhoneMessage,
  type ReceiptStatus,
  type ToContact,
} from './phone.ts';
import { openPhones } from './phones-store.ts';
import { openPictures, type Picture, type Pictures } from './pictures-store.ts';
import { bringUp } from './versions-store.ts';

export type SimulatorStore = CallsStore & {
  /** All in one commit; the ids in the same order. The same `id` of a phone again changes nothing. */
  write(messages: FromContact[]): string[];
  /** What the server sends, all in one commit. A repeat of an id shows once, in its first place. */
  receive(messages: ToContact[]): void;
  /** What either side does to a message. The same again changes nothing. */
  act(act: Act): ActOutcome;
  /** Up to that message, or that `only`; false when this phone shows no such message. */
  receipt(phone: string, upTo: string, status: ReceiptStatus, only?: boolean): boolean;
  /** The number has read these messages of the contact's. */
  readByNumber(phone: string, whatsappIds: string[]): void;
  /** Offline, nothing reaches the phone and nothing leaves it, until it is back. */
  setPhone(phone: string, change: PhoneChange): void;
  /** Everything that the phone shows, or the last so many, in its order. */
  messages(phone: string, last?: number): PhoneMessage[];
  /** One that the phone shows; of an id that both sides chose, the number's. */
  message(phone: string, whatsappId: string, ofContact?: boolean): PhoneMessage | null;
  /** Whether the server has sent that before. */
  received(phone: string, whatsappId: string): boolean;
  /** The phones that were in use last come first. */
  phones(limit: number, search?: string): Phone[];
  phone(phone: string): Phone | null;
  /** Whose conversation it is, by any of the names that WhatsApp gave. */
  named(who: Who): string | null;
  /** The file of the message with this number, which its `url` names. */
  file(nth: number): StoredFile | null;
  files: Files;
  pictures: Pictures;
  groups: Groups;
  /** What the person looks like from now on; null: nobody can tell any more. */
  setPicture(phone: string, picture: Picture | null): void;
  /** Events not yet acknowledged, in order. */
  pending(limit: number): Pending[];
  /** The server has these: they are forgotten, and its messages show two ticks. */
  acknowledge(taken: Pending[]): void;
  close(): void;
};

const newest = Number.MAX_SAFE_INTEGER;
const withText = ['text', 'image', 'video', 'document'];
const newId = (): string => `SIM${randomBytes(12).toString('hex').toUpperCase()}`;

/** Its files are in the folder of the same name beside it. */
export function openSimulatorStore(
  file: string,
  now: () => Date = () => new Date(),
): SimulatorStore {
  const { db, lazily } = openDurableFile(file);
  bringUp(db);
  const phones = openPhones(db);
  const outbound = openOutbound(db);
  const shown = openMessages(db);
  const pictures = openPictures(db);
  const files = openFiles(
    `${file.replace(/\.sqlite$/, '')}-files`,
    (sha256) => shown.isUsed(sha256) || pictures.isUsed(sha256),
  );
  const instant = () => now().toISOString();

  function mark(phone: string, part: [number, number], status: ReceiptStatus): void {
    const { online, who } = phones.known(phone);
    const at = instant();
    shown.mark(phone, part, status, (whatsappId) => {
      outbound.add(phone, { type: 'status', ...who, whatsappId, status, at }, !online);
    });
  }

  /** What the phone has answered to the question whether we may call. */
  function allow(phone: string, choice: string | undefined): void {
    if (choice === mayCall.no) phones.change(phone, { calls: 'refuse' });
    const refused = choice === mayCall.yes && phones.one(phone)?.calls === 'refuse';
    if (refused) phones.change(phone, { calls: 'ring' });
  }

  /** Who has spoken is seen, too. */
  function introduce(phone: string): void {
    const picture = pictures.of(phone);
    const { who, online } = phones.known(phone);
    if (picture) outbound.add(phone, looks(who, picture), !online);
  }

  function writeOne(message: FromContact): string {
    const { phone, id: whatsappId = newId(), kind = 'text', fromMe, content, attachment } = message;
    phones.add(phone, message.name);
    const { online, name, who } = phones.known(phone);
    const text = kind === 'text' ? (message.text as string) : (message.text ?? null);
    const sentAt = message.sentAt ?? instant();
    const quoted = message.quotes === undefined ? null : shown.find(phone, message.quotes)?.shown;
    const { forwarded, history, raw } = message;
    const isFirst = !fromMe && !shown.hasSpoken(phone);
    const isNew = shown.add({
      ...{ phone, whatsappId, kind, text, content, attachment, forwarded, sentAt },
      fromContact: !fromMe,
      ownPhone: fromMe,
      quote: quoted
        ? { whatsappId: quoted.whatsappId, fromContact: quoted.fromContact, text: quoted.text }
        : undefined,
      status: online || fromMe ? 'sent' : 'waiting',
      arrived: online || !fromMe,
    });
    if (!isNew) return whatsappId;
    const event: InboundMessage = {
      ...{ type: 'message', whatsappId, ...who, name, kind, text, sentAt },
      ...(fromMe && { fromMe }),
      ...(history && { history }),
      ...(content && { content }),
      // To be seen on the phone only.
      ...(attachment && kind !== 'viewOnce' && { attachment: asInbound(attachment) }),
      ...(quoted && {
        quoted: {
          ...{ whatsappId: quoted.whatsappId, fromMe: !quoted.fromContact, text: quoted.text },
        },
      }),
      ...(forwarded && { forwarded }),
      ...(raw !== undefined && { raw }),
    };
    outbound.add(phone, event, !online && !fromMe);
    if (isFirst) introduce(phone);
    if (!fromMe) allow(phone, content?.choice?.id);
    if (fromMe && online) mark(phone, [0, newest], 'delivered');
    return whatsappId;
  }

  const write = db.transaction((messages: FromContact[]): string[] => messages.map(writeOne));
  const receive = db.transaction((messages: ToContact[]) => {
    for (const { kind = 'text', quoted, ...message } of messages) {
      phones.add(message.phone);
      const { online } = phones.known(message.phone);
      const quote = quoted && {
        ...{ whatsappId: quoted.whatsappId, fromContact: !quoted.fromMe, text: quoted.text },
      };
      const sent = { ...message, kind, quote, fromContact: false, sentAt: instant() };
      shown.add({ ...sent, status: 'sent', arrived: online });
      if (online) mark(message.phone, [0, newest], 'delivered');
    }
  });

  /** What it does to a message, where it may. */
  function apply({ nth, shown: target }: Place, act: Act, at: string): ActOutcome | 'same' {
    const byContact = act.by === 'contact';
    if (act.act === 'delete') {
      if (target.fromContact !== byContact) return 'unfit';
      if (target.deletedAt) return 'same';
      shown.remove(nth, at);
      return 'done';
    }
    if (target.deletedAt) return 'unfit';
    if (act.act === 'edit') {
      if (target.fromContact !== byContact || !withText.includes(target.kind)) return 'unfit';
      if (target.text === act.text) return 'same';
      shown.edit(nth, act.text, at);
      return 'done';
    }
    const before = target.reactions?.find(({ fromContact }) => fromContact === byContact);
    if ((before?.emoji ?? '') === act.emoji) return 'same';
    shown.react(nth, byContact, act.emoji);
    return 'done';
  }

  const hold = db.prepare('insert into held_acts (phone, act) values (?, ?)');
  const held = db.prepare('select nth, act from held_acts where phone = ? order by nth');
  const release = db.prepare('delete from held_acts where phone = ?');

  const act = db.transaction((asked: Act): ActOutcome => {
    const { phone, by } = asked;
    const place = shown.find(phone, asked.whatsappId, asked.ofContact);
    // The contact does nothing to what the phone does not show.
    if (!place || (by === 'contact' && !shown.isShown(place.nth))) return 'unknown';
    const at = instant();
    const { online, who } = phones.known(phone);
    if (by === 'number' && !online) hold.run(phone, JSON.stringify({ ...asked, at }));
    else {
      const outcome = apply(place, asked, at);
      if (outcome !== 'done') return outcome === 'same' ? 'done' : outcome;
    }
    if (asked.told) {
      outbound.add(phone, eventOf(asked, who, place.shown, at), by === 'contact' && !online);
    }
    return 'done';
  });

  const receipt = db.transaction(
    (phone: string, upTo: string, status: ReceiptStatus, only = false): boolean => {
      const place = shown.find(phone, upTo);
      if (!place || !shown.isShown(place.nth)) return false;
      mark(phone, [only ? place.nth : 0, place.nth], status);
      return true;
    },
  );
  const comeBack = (phone: string): void => {
    shown.comeBack(phone);
    for (const row of held.all(phone) as { act: string }[]) {
      const asked = JSON.parse(row.act) as Act & { at: string };
      const place = shown.find(phone, asked.whatsappId, asked.ofContact);
      if (place) apply(place, asked, asked.at);
    }
    release.run(phone);
    outbound.letGo(phone);
    mark(phone, [0, newest], 'delivered');
  };
  const setPhone = db.transaction((phone: string, change: PhoneChange) => {
    const before = phones.known(phone);
    phones.change(phone, change);
    const { name, who, online } = phones.known(phone);
    const toTell = JSON.stringify([before.who, before.name]) !== JSON.stringify([who, name]);
    // WhatsApp speaks of people who have spoken.
    if (toTell && shown.hasSpoken(phone)) {
      // Once with every name, so that what was known under one of them is known under all.
      outbound.add(phone, { type: 'person', ...before.who, ...who, name }, !online);
    }
    if (change.online) comeBack(phone);
  });
  const setPicture = db.transaction((phone: string, picture: Picture | null) => {
    phones.add(phone);
    const before = pictures.set(phone, picture);
    const { who, online } = phones.known(phone);
    if (shown.hasSpoken(phone)) outbound.add(phone, looks(who, picture), !online);
    return before;
  });
  const acknowledge = db.transaction((taken: Pending[]) => {
    for (const { nth, phone, event } of taken) {
      if (event.type === 'message' && phone && !event.fromMe) shown.taken(phone, event.whatsappId);
      outbound.forget(nth);
    }
  });

  const calls = openCallsStore(db, { phones, outbound, shown, newId, instant, introduce });

  return {
    write: (messages) => write.immediate(messages),
    receive: (messages) => receive.immediate(messages),
    act: (asked) => act.immediate(asked),
    receipt: (phone, upTo, status, only) => receipt.immediate(phone, upTo, status, only),
    readByNumber: db.transaction(shown.readByNumber),
    setPhone: (phone, change) => setPhone.immediate(phone, change),
    pictures,
    groups: openGroups(db, (event) => outbound.add(null, event, false), instant),
    setPicture(phone, picture) {
      const before = setPicture.immediate(phone, picture);
      if (before) files.letGo(before.sha256);
    },
    ...calls,
    // Undone by a power cut, the same events are handed over again.
    acknowledge: (taken) => lazily(() => acknowledge.immediate(taken)),
    messages: (phone, last) => shown.all(phone, last),
    message(phone, whatsappId, ofContact) {
      const place = shown.find(phone, whatsappId, ofContact);
      return place && shown.isShown(place.nth) ? place.shown : null;
    },
    received: (phone, whatsappId) => shown.find(phone, whatsappId, false) !== null,
    phones: (limit, search = '') => phones.list(limit, search),
    phone: phones.one,
    named: phones.named,
    file: shown.file,
    files,
    pending: outbound.pending,
    close: () => {
      db.close();
    },
  };
}

const looks = (who: Who, picture: Picture | null): DriverEvent => ({
  ...{ type: 'person', ...who, name: null },
  picture: picture && { id: picture.sha256, source: { sha256: picture.sha256 } },
});

function asInbound({ sha256, ...attachment }: NonNullable<FromContact['attachment']>) {
  return { ...attachment, source: { sha256 } };
}

function eventOf(act: Act, who: Who, target: PhoneMessage, at: string): DriverEvent {
  const { whatsappId } = target;
  const side = { ...(act.by === 'number' && { fromMe: true }) };
  if (act.act === 'delete') return { type: 'delete', ...who, whatsappId, ...side, at };
  if (act.act === 'edit') return { type: 'edit', ...who, whatsappId, ...side, text: act.text, at };
  const { emoji } = act;
  return {
    ...{ type: 'reaction', ...who, whatsappId, toOurs: !target.fromContact, ...side, emoji, at },
  };
}
