/** The end of edits, deletions and reactions on their way to WhatsApp. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Tx } from '../platform/postgres/pool.ts';

type Act = { id: number; messageId: Id; act: 'edit' | 'delete' | 'react'; text: string | null };

/** What WhatsApp would not do is shown undone. Returns the ids of the messages that changed. */
export async function endActs(
  tx: Tx,
  outcomes: { act: number; failure: string | null }[],
): Promise<Id[]> {
  const { rows } = await tx.query<Act>(
    `delete from message_acts where id = any($1)
     returning id, message_id "messageId", act, text`,
    [outcomes.map(({ act }) => act)],
  );
  const refused = new Set(outcomes.flatMap(({ act, failure }) => (failure === null ? [] : act)));
  const changed: Id[] = [];
  for (const act of rows.filter(({ id }) => refused.has(id)).sort((a, b) => b.id - a.id)) {
    if (await undo[act.act](tx, act)) changed.push(act.messageId);
  }
  return changed;
}

/** Each leaves alone what somebody has changed again since. */
const undo: Record<Act['act'], (tx: Tx, act: Act) => Promise<boolean>> = {
  async edit(tx, { messageId, text }) {
    const { rowCount } = await tx.query(
      `with replaced as (
         select t.text, t.until from message_texts t join messages m on m.id = t.message_id
         where m.id = $1 and m.text = $2 order by t.until desc limit 1
       ), gone as (
         delete from message_texts t using replaced r where t.message_id = $1 and t.until = r.until
       )
       update messages m
       set text = r.text,
           edited_at = (select max(t.until) from message_texts t
                        where t.message_id = $1 and t.until < r.until)
       from replaced r where m.id = $1`,
      [messageId, text],
    );
    return rowCount === 1;
  },
  async delete(tx, { messageId }) {
    const { rowCount } = await tx.query(
      'update messages set deleted_at = null where id = $1 and deleted_at is not null',
      [messageId],
    );
    return rowCount === 1;
  },
  // A reaction that could not be taken back is not known here any more.
  async react(tx, { messageId, text }) {
    const { rowCount } = await tx.query(
      `update messages
       set reactions = jsonb_path_query_array(reactions, '$[*] ? (@.direction != "out")')
       where id = $1 and reactions @> jsonb_build_array(
         jsonb_build_object('direction', 'out', 'emoji', $2::text))`,
      [messageId, text],
    );
    return rowCount === 1;
  },
};
