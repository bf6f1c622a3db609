/** Simulated groups: what everybody of one sees, and what the server is told of it. */
import { randomBytes } from 'node:crypto';
import { type Static, Type } from 'typebox';
import type { MessageKind } from '#shared/contract/message.ts';
import { Instant, nullable } from '#shared/contract/scalars.ts';
import type { DriverEvent, Outgoing, Participant } from '../driver.ts';
import type { DurableFile } from '../durable-file.ts';

const text = nullable(Type.String());
export const GroupMessage = Type.Object({
  whatsappId: Type.String(),
  /** The phone of whoever wrote it; null: the number itself. */
  from: text,
  name: text,
  kind: Type.String(),
  text,
  /** Of what the number sent: how far it has come with anybody. */
  status: Type.Enum(['sent', 'delivered', 'read', 'played']),
  sentAt: Instant,
  quotes: Type.Optional(Type.String()),
  editedAt: Type.Optional(Instant),
  deletedAt: Type.Optional(Instant),
  /** By whom (null: the number). */
  reactions: Type.Optional(Type.Array(Type.Object({ from: text, emoji: Type.String() }))),
});
export type GroupMessage = Static<typeof GroupMessage>;
export const Group = Type.Object({ id: Type.String(), name: text });
export type Group = Static<typeof Group>;

export type Written = {
  from: string;
  name?: string | undefined;
  id?: string | undefined;
  text: string;
  quotes?: string | undefined;
};
/** What somebody of a group does to a message. */
export type GroupAct = { from: string; whatsappId: string } & (
  | { act: 'reaction'; emoji: string }
  | { act: 'edit'; text: string }
  | { act: 'delete' }
);

type Row = {
  nth: number;
  whatsappId: string;
  sender: string;
  name: string | null;
  kind: MessageKind;
  text: string | null;
  status: GroupMessage['status'];
  sentAt: string;
  quotes: string | null;
  editedAt: string | null;
  deletedAt: string | null;
  reactions: string;
};
export type Groups = ReturnType<typeof openGroups>;

const columns = `nth, whatsapp_id "whatsappId", sender, name, kind, text, status, sent_at "sentAt",
  quotes, edited_at "editedAt", deleted_at "deletedAt", reactions`;
const order = ['sent', 'delivered', 'read', 'played'];

export function openGroups(
  db: DurableFile['db'],
  tell: (event: DriverEvent) => void,
  instant: () => string,
) {
  const addGroup = db.prepare('insert into groups (id) values (?) on conflict do nothing');
  const rename = db.prepare('update groups set name = ? where id = ?');
  const named = db.prepare('select id, name from groups where id = ?');
  const listed = db.prepare('select id, name from groups order by rowid desc limit 200');
  const insert = db.prepare(
    `insert into group_messages (group_id, whatsapp_id, sender, name, kind, text, status, sent_at, quotes)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const all = db.prepare(`select ${columns} from group_messages where group_id = ? order by nth`);
  // Two people may choose the same id: the sender's own counts first.
  const found = db.prepare(
    `select ${columns} from group_messages where group_id = ? and whatsapp_id = ?
     order by sender = ? desc, nth limit 1`,
  );
  const setText = db.prepare('update group_messages set text = ?, edited_at = ? where nth = ?');
  const remove = db.prepare(
    `update group_messages set text = null, deleted_at = ?, reactions = '[]' where nth = ?`,
  );
  const setStatus = db.prepare('update group_messages set status = ? where nth = ?');
  const setReactions = db.prepare('update group_messages set reactions = ? where nth = ?');

  const nameOf = db
    .prepare(
      `select name from group_messages where group_id = ? and sender = ? and name is not null
       order by nth desc limit 1`,
    )
    .pluck();

  const one = (group: string, id: string, sender = '') =>
    found.get(group, id, sender) as Row | undefined;
  const who = (group: string) => ({ phone: null, group });
  const participant = (from: string, name: string | null): Participant => ({
    ...{ id: from, name, phone: from },
  });

  function react(row: Row, from: string, emoji: string): void {
    const before = JSON.parse(row.reactions) as { from: string; emoji: string }[];
    const others = before.filter((reaction) => reaction.from !== from);
    const after = emoji === '' ? others : [...others, { from, emoji }];
    setReactions.run(JSON.stringify(after), row.nth);
  }

  const write = db.transaction((group: string, message: Written): string => {
    const { from, name = null, text: words, quotes } = message;
    const id = message.id ?? `SIM${randomBytes(12).toString('hex').toUpperCase()}`;
    addGroup.run(group);
    const sentAt = instant();
    const quoted = quotes === undefined ? undefined : one(group, quotes);
    const row = [group, id, from, name, 'text', words, 'delivered', sentAt, quoted?.whatsappId];
    if (insert.run(...row.map((value) => value ?? null)).changes === 0) return id;
    tell({
      ...{ type: 'message', ...who(group), whatsappId: id, kind: 'text', text: words, sentAt },
      name: (named.get(group) as Group).name,
      by: participant(from, name),
      ...(quoted && {
        quoted: {
          ...{ whatsappId: quoted.whatsappId, fromMe: quoted.sender === '', text: quoted.text },
          ...(quoted.sender && { author: quoted.sender }),
        },
      }),
    });
    return id;
  });

  /** False: there is no such message, or it is not theirs to change. */
  const act = db.transaction((group: string, asked: GroupAct): boolean => {
    const { from, whatsappId } = asked;
    const row = one(group, whatsappId, from);
    if (!row || row.deletedAt) return false;
    const at = instant();
    const by = participant(from, (nameOf.get(group, from) as string | undefined) ?? null);
    const event = { ...who(group), whatsappId, by, at };
    if (asked.act === 'reaction') {
      const { emoji } = asked;
      react(row, from, emoji);
      const toOurs = row.sender === '';
      tell({
        ...{ type: 'reaction', ...event, toOurs, emoji },
        ...(row.sender && { author: row.sender }),
      });
      return true;
    }
    if (row.sender !== from) return false;
    if (asked.act === 'edit') {
      setText.run(asked.text, at, row.nth);
      tell({ type: 'edit', ...event, text: asked.text });
    } else {
      remove.run(at, row.nth);
      tell({ type: 'delete', ...event });
    }
    return true;
  });

  /** What the server sends. False: the group has no such message. */
  const receive = db.transaction((group: string, message: Outgoing): boolean => {
    addGroup.run(group);
    const at = instant();
    if (message.kind === 'edit' || message.kind === 'delete' || message.kind === 'reaction') {
      const { of } = message;
      const row = one(group, of.whatsappId, of.fromMe ? '' : of.author);
      if (!row || row.deletedAt || (message.kind !== 'reaction' && row.sender !== '')) return false;
      if (message.kind === 'edit') setText.run(message.text, at, row.nth);
      else if (message.kind === 'delete') remove.run(at, row.nth);
      else react(row, '', message.emoji);
      return true;
    }
    // WhatsApp asks groups no such thing.
    if (message.kind === 'callPermission') return false;
    const { whatsappId, kind, text: words, quoted } = message;
    const row = [group, whatsappId, '', null, kind, words, 'delivered', at, quoted?.whatsappId];
    if (insert.run(...row.map((value) => value ?? null)).changes > 0) {
      tell({ type: 'status', ...who(group), whatsappId, status: 'delivered', at });
    }
    return true;
  });

  /** Somebody of it has read, or heard, that. False: the number sent no such message. */
  const receipt = db.transaction(
    (group: string, whatsappId: string, status: 'read' | 'played'): boolean => {
      const row = one(group, whatsappId);
      if (row?.sender !== '') return false;
      if (order.indexOf(status) <= order.indexOf(row.status)) return true;
      setStatus.run(status, row.nth);
      tell({ type: 'status', ...who(group), whatsappId, status, at: instant() });
      return true;
    },
  );

  const setName = db.transaction((group: string, name: string): Group => {
    addGroup.run(group);
    rename.run(name, group);
    tell({ type: 'person', ...who(group), name });
    return { id: group, name };
  });

  return {
    write: (group: string, message: Written) => write.immediate(group, message),
    act: (group: string, asked: GroupAct) => act.immediate(group, asked),
    receive: (group: string, message: Outgoing) => receive.immediate(group, message),
    receipt: (group: string, whatsappId: string, status: 'read' | 'played') =>
      receipt.immediate(group, whatsappId, status),
    setName: (group: string, name: string) => setName.immediate(group, name),
    list: () => listed.all() as Group[],
    messages: (group: string): GroupMessage[] => (all.all(group) as Row[]).map(asShown),
  };
}

function asShown({
  nth: _,
  sender,
  quotes,
  editedAt,
  deletedAt,
  reactions,
  ...row
}: Row): GroupMessage {
  const all = JSON.parse(reactions) as { from: string; emoji: string }[];
  return {
    ...row,
    from: sender || null,
    ...(quotes && { quotes }),
    ...(editedAt && { editedAt }),
    ...(deletedAt && { deletedAt }),
    ...(all.length > 0 && {
      reactions: all.map(({ from, emoji }) => ({ from: from || null, emoji })),
    }),
  };
}
