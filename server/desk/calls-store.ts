import type { Call, Direction } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export type CallStep = {
  conversationId: Id;
  whatsappId: string;
  direction: Direction;
  outcome: Call['outcome'];
  seconds?: number;
  userId?: string;
};
export type Advanced = {
  id: Id;
  /** What stands now, whether this step moved it or another one had been there first. */
  outcome: Call['outcome'];
  moved: boolean;
};

const underWay = `content #>> '{call,outcome}' in ('ringing', 'talking')`;

/**
 * Forward only: ringing, talking, over. One that was spoken in is answered, whatever its end says.
 * Null: there is no such call.
 */
export async function advanceCall(tx: Tx, step: CallStep): Promise<Advanced | null> {
  const { conversationId, whatsappId, direction, outcome, seconds, userId } = step;
  const key = [conversationId, whatsappId, direction];
  const { rows: before } = await tx.query<{ id: Id; outcome: Call['outcome'] }>(
    `select id, content #>> '{call,outcome}' outcome from messages
     where conversation_id = $1 and whatsapp_id = $2 and direction = $3 and kind = 'call'
     for update`,
    key,
  );
  const found = before[0];
  if (!found) return null;
  const stays =
    outcome === 'ringing' ||
    (found.outcome !== 'ringing' && (found.outcome !== 'talking' || outcome === 'talking'));
  if (stays) return { ...found, moved: false };
  const now = found.outcome === 'talking' ? 'answered' : outcome;
  const said = {
    outcome: now,
    ...(seconds !== undefined && { seconds }),
    ...(userId && { userId }),
  };
  await tx.query(
    `update messages set content = jsonb_build_object('call', (content -> 'call') || $2::jsonb)
     where id = $1`,
    [found.id, JSON.stringify(said)],
  );
  return { id: found.id, outcome: now, moved: true };
}

export type UnderWay = CallStep & { id: Id };

/** Calls that ring or are spoken in since before an instant. */
export async function callsUnderWay(sql: Sql, before: string): Promise<UnderWay[]> {
  const { rows } = await sql.query<UnderWay>(
    `select id, conversation_id "conversationId", whatsapp_id "whatsappId", direction,
            content #>> '{call,outcome}' outcome
     from messages where kind = 'call' and ${underWay} and sent_at < $1`,
    [before],
  );
  return rows;
}

/** Who has the open service of a conversation; null: nobody. */
export async function attendantOf(sql: Sql, conversationId: Id): Promise<Id | null> {
  const { rows } = await sql.query<{ id: Id }>(
    `select attendant_id id from services where conversation_id = $1 and state = 'open'`,
    [conversationId],
  );
  return rows[0]?.id ?? null;
}
