/** Random histories of services around moments at which clocks are hard to read. */
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import type { Pool } from '../platform/postgres/pool.ts';
import type { History, MessageOf, Span, StepOf } from './test-model.ts';

export const attendants = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`);

/** Zones, each with its two changes of a year. */
export const zones = [
  ['America/Sao_Paulo', ['2018-02-18T02:00:00Z', '2018-11-04T03:00:00Z']],
  ['Europe/Lisbon', ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z']],
  ['America/New_York', ['2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z']],
] as const;

const second = 1_000;
const hour = 3_600 * second;
const gap = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 999 }),
  fc.integer({ min: 1, max: 90 }).map((n) => n * 60 * second),
  fc.integer({ min: 1, max: 40 }).map((n) => n * hour),
);
const person = fc.constantFrom(...attendants);
const happening = fc.record({
  what: fc.constantFrom(
    ...(['start', 'start', 'say', 'say', 'say', 'hear', 'transfer', 'transfer'] as const),
    ...(['return', 'finish'] as const),
  ),
  after: gap,
  who: person,
  kind: fc.constantFrom('text', 'text', 'note', 'call'),
  automatic: fc.boolean(),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What may happen to a service happens, the rest of the list does not. */
function live(
  begin: number,
  beganHere: string | null,
  happenings: Happening[],
  evaluation: { asked: boolean; score: number | null },
): History {
  const steps: StepOf[] = [{ kind: 'created', at: begin, holder: beganHere }];
  const messages: MessageOf[] = [];
  let [now, held] = [begin, beganHere];
  let reason: History['reason'] = null;
  const step = (kind: string, who: string | null) => {
    held = who;
    steps.push({ kind, at: now, holder: who });
  };
  if (beganHere) step('started', beganHere);
  else messages.push({ at: begin, direction: 'in', kind: 'text', author: null });
  for (const { what, after, who, kind, automatic } of happenings) {
    if (reason) break;
    // Two people do not answer in the same millisecond: neither would be the first.
    now += after + (what === 'say' ? 1 : 0);
    if (what === 'hear') messages.push({ at: now, direction: 'in', kind, author: null });
    else if (what === 'say') {
      const author = automatic || !held ? null : held;
      messages.push({ at: now, direction: 'out', kind: author ? kind : 'text', author });
    } else if (what === 'start' && !held) step('started', who);
    else if (what === 'transfer' && held && who !== held) step('transferred', who);
    else if (what === 'return' && held) step(automatic ? 'returned' : 'transferred', null);
    else if (what === 'finish') {
      reason = held ? (automatic ? 'inactivity' : 'attendant') : 'unattended';
      step('finished', held);
    }
  }
  const { asked, score } = reason && held ? evaluation : { asked: false, score: null };
  return { id: newId(), steps, messages, reason, asked, score };
}

/** Services of two weeks around `change`, and a period in which some of them lie. */
export const histories = (change: string): fc.Arbitrary<{ all: History[]; span: Span }> => {
  const middle = Date.parse(change);
  const moment = fc.oneof(
    fc.integer({ min: -160, max: 160 }).map((n) => middle + n * hour),
    fc.integer({ min: -8, max: 8 }).map((n) => middle + n * 15 * 60 * second),
    fc.integer({ min: -4 * 3_600_000, max: 4 * 3_600_000 }).map((ms) => middle + ms),
  );
  const service = fc
    .tuple(
      moment,
      fc.option(person, { freq: 4 }),
      fc.array(happening, { maxLength: 12, size: 'max' }),
      fc.record({
        asked: fc.boolean(),
        score: fc.option(fc.integer({ min: 1, max: 5 })),
      }),
    )
    .map((parts) => live(...parts));
  return fc
    .array(service, { minLength: 1, maxLength: 14, size: 'max' })
    .chain((all) => {
      // Periods that begin or end exactly where something happens.
      const edges = all.flatMap(({ steps, messages }) =>
        [...steps, ...messages].map(({ at }) => at),
      );
      const handed = all.flatMap(({ steps }) =>
        steps.flatMap(({ kind, at }) => (kind === 'transferred' || kind === 'returned' ? at : [])),
      );
      const edge = fc.oneof(fc.constantFrom(...edges, ...handed, ...handed), moment);
      return fc.record({ all: fc.constant(all), edges: fc.tuple(edge, edge) });
    })
    .map(({ all, edges: [a, b] }) => ({
      all,
      span: { from: Math.min(a, b), to: Math.max(a, b) + (a === b ? hour : 0) },
    }));
};

const iso = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/** Into a database that has nothing else, as the desk would: a service, its steps, its messages. */
export async function write(pool: Pool, all: History[]): Promise<void> {
  await pool.query('truncate contacts, service_times, service_holders, message_counts cascade');
  const rows = all.map((one, n) => {
    const last = one.steps.at(-1);
    const started = one.steps.findLast(({ kind }) => kind === 'started')?.at;
    const finished = last?.kind === 'finished' ? last.at : undefined;
    const state = finished !== undefined ? 'finished' : last?.holder ? 'open' : 'waiting';
    return { one, n, contact: newId(), conversation: newId(), last, started, finished, state };
  });
  await pool.query(
    `insert into contacts (id, phone) select * from unnest($1::uuid[], $2::text[])`,
    [rows.map((row) => row.contact), rows.map((row) => `+55119${10_000_000 + row.n}`)],
  );
  await pool.query(
    `insert into conversations (id, contact_id, last_activity_at)
     select *, now() from unnest($1::uuid[], $2::uuid[])`,
    [rows.map((row) => row.conversation), rows.map((row) => row.contact)],
  );
  await pool.query(
    `insert into services (id, conversation_id, state, attendant_id, created_at, started_at, finished_at,
                           finish_reason, last_interaction_at, evaluation_score, evaluated_at,
                           evaluation_asked_at)
     select id, conversation, state, holder, created, started, finished, reason, created, score,
            case when score is not null then finished end, case when asked then finished end
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[], $6::timestamptz[],
                 $7::timestamptz[], $8::text[], $9::int[], $10::bool[])
       n (id, conversation, state, holder, created, started, finished, reason, score, asked)`,
    [
      rows.map(({ one }) => one.id),
      rows.map((row) => row.conversation),
      rows.map((row) => row.state),
      rows.map((row) => row.last?.holder ?? null),
      rows.map(({ one }) => iso(one.steps[0]?.at)),
      rows.map((row) => (row.state === 'waiting' ? null : iso(row.started))),
      rows.map((row) => iso(row.finished)),
      rows.map(({ one }) => one.reason),
      rows.map(({ one }) => one.score),
      rows.map(({ one }) => one.asked),
    ],
  );
  const steps = rows.flatMap(({ one }) => one.steps.map((step) => ({ id: one.id, ...step })));
  await pool.query(
    `insert into service_steps (service_id, kind, holder_id, at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[])`,
    [
      steps.map((step) => step.id),
      steps.map((step) => step.kind),
      steps.map((step) => step.holder),
      steps.map((step) => iso(step.at)),
    ],
  );
  // Every other one alone, as a person writes; the others all at once, the latest first.
  const messages = rows.flatMap(({ one, conversation }) =>
    one.messages.map((message, n) => ({ ...message, n, id: one.id, conversation })),
  );
  const alone = messages.filter((_, n) => n % 2 === 0).map((message) => [message]);
  const together = messages.filter((_, n) => n % 2 === 1).toReversed();
  for (const several of [...alone, together]) {
    await pool.query(
      `insert into messages (id, conversation_id, service_id, position, direction, kind, author_id,
                             status, sent_at)
       select gen_random_uuid(), conversation, service, nth, direction, kind, author,
              case direction when 'out' then 'sent' end, at
       from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::uuid[],
                   $7::timestamptz[]) n (conversation, service, nth, direction, kind, author, at)`,
      [
        several.map((message) => message.conversation),
        several.map((message) => message.id),
        several.map((message) => message.n + 1),
        several.map((message) => message.direction),
        several.map((message) => message.kind),
        several.map((message) => message.author),
        several.map((message) => iso(message.at)),
      ],
    );
  }
}
