import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nobody } from '../platform/audit.ts';
import { openPasswordCheck } from '../platform/passwords.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { createSample, removeSample, sampleThere } from './sample.ts';

/** A Friday afternoon in São Paulo. */
const now = new Date('2026-11-20T18:00:00.000Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const rows = async (text: string, values: unknown[] = []) =>
  (await database.pool.query(text, values)).rows;
const number = async (text: string): Promise<number> =>
  Number(Object.values((await rows(text))[0] ?? {})[0]);

/** Everything there is, but for the feed's epoch. */
const tables = [
  'users',
  'contacts',
  'conversations',
  'services',
  'service_steps',
  'messages',
  'read_marks',
  'sign_ins',
  'commands',
  'sample_rows',
  'settings',
  'teams',
  'team_members',
  'tags',
  'contact_tags',
  'service_tags',
  'canned_replies',
  'job_outbox',
  'changes',
];
const everything = async () =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [
        table,
        await rows(`select to_jsonb(t) as row from ${table} t order by 1`),
      ]),
    ),
  );
const epoch = async () => (await rows('select epoch from feed'))[0].epoch;

/** Each finds rows that break an invariant. */
const invariants: Record<string, string> = {
  'positions have no gaps': `select conversation_id from messages group by conversation_id
     having count(*) <> max(position) or min(position) <> 1`,
  'the last position is the last message': `select c.id from conversations c where last_position <>
     (select coalesce(max(position), 0) from messages m where m.conversation_id = c.id)`,
  'nothing is settled beyond the end':
    'select id from conversations where settled_position > last_position',
  'what is settled is all that is before the unfinished service': `select c.id from conversations c
     where settled_position < (select coalesce(max(position), 0) from messages m
       join services s on s.id = m.service_id
       where m.conversation_id = c.id and s.state = 'finished')`,
  'what waits is not settled': `select c.id from conversations c
     join services s on s.conversation_id = c.id and s.state = 'waiting'
     where settled_position >= last_position`,
  'positions follow time': `select a.id from messages a join messages b
     on a.conversation_id = b.conversation_id and b.position = a.position + 1
     where b.sent_at < a.sent_at`,
  'the last activity is the last message': `select c.id from conversations c
     where last_activity_at <> (select max(sent_at) from messages m where m.conversation_id = c.id)`,
  'nothing happens later than now': `select id from messages where sent_at > '${now.toISOString()}'
     union all select service_id from service_steps where at > '${now.toISOString()}'`,
  'a message is in a service of its conversation': `select m.id from messages m left join services s
     on s.id = m.service_id and s.conversation_id = m.conversation_id where s.id is null`,
  'a finish is a step': `select s.id from services s where (state = 'finished') <>
     exists (select from service_steps where service_id = s.id and kind = 'finished'
             and at = s.finished_at and holder_id is not distinct from s.attendant_id)`,
  'every service was created': `select s.id from services s where not exists (
     select from service_steps where service_id = s.id and kind = 'created' and at = s.created_at)`,
  'a start is a step': `select s.id from services s where (started_at is not null) <>
     exists (select from service_steps where service_id = s.id and kind = 'started' and at = s.started_at)`,
  'who holds it is who took it last': `select s.id from services s where attendant_id is distinct from (
     select holder_id from service_steps where service_id = s.id order by id desc limit 1)`,
  'an evaluation is a step': `select s.id from services s where (evaluated_at is not null) <>
     exists (select from service_steps where service_id = s.id and kind = 'evaluated' and at = s.evaluated_at)`,
  'services of a conversation do not overlap': `select a.id from services a join services b
     on a.conversation_id = b.conversation_id and a.created_at < b.created_at
     where a.finished_at is null or a.finished_at > b.created_at`,
  'an overdue service has ended': `select id from services
     where (state = 'open' and last_interaction_at <= timestamptz '${now.toISOString()}' - interval '30 min')
        or (state = 'waiting' and last_interaction_at <= timestamptz '${now.toISOString()}' - interval '24 h')`,
  'attendants work in opening hours': `select id from services where state = 'finished'
     and finish_reason = 'attendant'
     and (extract(hour from started_at at time zone 'America/Sao_Paulo') not between 8 and 18
          or extract(isodow from started_at at time zone 'America/Sao_Paulo') = 7)`,
  'nothing waits to be sent': `select id from messages where status = 'queued'`,
  'every placeholder is filled': `select id from messages where text ~ '[{}]'`,
  'every name is filled': `select id from messages where text ~ 'undefined|null'`,
};

test('a sample on a fresh database, and gone without a trace', async () => {
  const before = await everything();
  const firstEpoch = await epoch();
  expect(await sampleThere(database.pool)).toBe(false);

  const started = performance.now();
  const made = await createSample(database.pool, { now, by: nobody });
  expect(performance.now() - started).toBeLessThan(2_000);

  expect(await sampleThere(database.pool)).toBe(true);
  expect(made.attendants).toHaveLength(3);
  const [camila] = await rows('select password_hash, role, active from users where email = $1', [
    made.attendants[0]?.email,
  ]);
  const check = await openPasswordCheck();
  expect(await check(camila.password_hash, made.password)).toBe(true);
  expect(camila).toMatchObject({ role: 'attendant', active: true });

  expect(await number('select count(*) from contacts')).toBe(60);
  const messages = await number('select count(*) from messages');
  expect(messages).toBeGreaterThan(300);
  expect(messages).toBeLessThan(1_000);
  const broken: Record<string, unknown[]> = {};
  for (const [what, query] of Object.entries(invariants)) {
    const found = await rows(query);
    if (found.length > 0) broken[what] = found;
  }
  expect(broken).toEqual({});

  const states = await rows(
    `select state, finish_reason reason, count(*) n, count(distinct attendant_id) attendants,
            max(timestamptz '${now.toISOString()}' - created_at) oldest
     from services group by 1, 2 order by 1, 2`,
  );
  const of = (state: string, reason: string | null) =>
    states.find((row) => row.state === state && row.reason === reason);
  expect(of('waiting', null)).toMatchObject({ n: 6, oldest: { minutes: 25 } });
  expect(of('open', null)).toMatchObject({ n: 9, attendants: 3 });
  expect(of('finished', 'attendant').n).toBeGreaterThan(40);
  expect(of('finished', 'inactivity').n).toBeGreaterThan(2);
  expect(of('finished', 'unattended').n).toBeGreaterThan(1);
  for (const some of [
    "kind = 'location'",
    "kind = 'cards'",
    "kind = 'call'",
    'quote is not null',
  ]) {
    expect(await number(`select count(*) from messages where ${some}`), some).toBeGreaterThan(0);
  }
  expect(await number("select count(*) from messages where reactions <> '[]'")).toBeGreaterThan(2);
  expect(
    await number("select count(*) from service_steps where kind = 'transferred'"),
  ).toBeGreaterThan(3);
  expect(
    await number('select count(*) from services where evaluation_score is not null'),
  ).toBeGreaterThan(15);
  expect(
    await number(
      `select extract(day from timestamptz '${now.toISOString()}' - min(created_at)) from services`,
    ),
  ).toBeLessThan(31);

  for (const [some, least] of [
    ['teams', 1],
    ['team_members', 3],
    ['tags', 3],
    ['canned_replies', 2],
    ['service_tags', 5],
    ['contact_tags', 20],
    ["contacts where emails <> '{}'", 10],
    ['contacts where notes is not null', 5],
    ["contacts where consents <> '{}'", 10],
    ["services where team_id is not null and state = 'open'", 3],
    ["services where team_id is not null and state = 'waiting'", 2],
  ] as const) {
    expect(await number(`select count(*) from ${some}`), some).toBeGreaterThan(least);
  }

  const secondEpoch = await epoch();
  expect(secondEpoch).not.toBe(firstEpoch);
  await expect(createSample(database.pool, { now, by: nobody })).rejects.toThrow('there already');

  await removeSample(database.pool, nobody);
  expect(await everything()).toEqual(before);
  expect(await epoch()).not.toBe(secondEpoch);
  expect(await sampleThere(database.pool)).toBe(false);
});

test('the same moment gives the same workspace', async () => {
  const told = () =>
    rows(
      `select phone, position, direction, text, status, sent_at from messages m
       join conversations c on c.id = m.conversation_id join contacts t on t.id = c.contact_id
       order by phone, position`,
    );
  await createSample(database.pool, { now, by: nobody });
  const once = await told();
  await removeSample(database.pool, nobody);
  await createSample(database.pool, { now, by: nobody });
  expect(await told()).toEqual(once);
  await removeSample(database.pool, nobody);
});

test.each(['2026-11-22T05:30:00.000Z', '2026-12-25T03:00:00.000Z', '2027-02-27T15:10:00.000Z'])(
  'holds at any hour: %s',
  async (at) => {
    await createSample(database.pool, { now: new Date(at), by: nobody });
    const broken = [];
    for (const [what, query] of Object.entries(invariants)) {
      if ((await rows(query.replaceAll(now.toISOString(), at))).length > 0) broken.push(what);
    }
    await removeSample(database.pool, nobody);
    expect(broken).toEqual([]);
  },
);

test('what is real survives, and names whoever it must', async () => {
  const pool = database.pool;
  const made = await createSample(pool, { now, by: nobody });
  const [camila, rafael] = await rows('select id from users order by email');
  const [real] = await rows(
    `insert into contacts (id, name, phone) values ($1, 'Pessoa de Verdade', '+5511988887777') returning id`,
    [newId()],
  );
  const [conversation] = await rows(
    'insert into conversations (id, contact_id, last_position, last_activity_at) values ($1, $2, 1, now()) returning id',
    [newId(), real.id],
  );
  const [service] = await rows(
    `insert into services (id, conversation_id, state, attendant_id, created_at, started_at, last_interaction_at)
     values ($1, $2, 'open', $3, now(), now(), now()) returning id`,
    [newId(), conversation.id, camila.id],
  );
  await rows(
    `insert into messages (id, conversation_id, service_id, position, direction, kind, text, author_id, status, sent_at)
     values ($1, $2, $3, 1, 'out', 'text', 'Bom dia', $4, 'sent', now())`,
    [newId(), conversation.id, service.id, camila.id],
  );
  // What is written into a sample conversation goes with it.
  const [sampled] = await rows(
    `select c.id, c.last_position from conversations c join sample_rows r on r.entity_id = c.id limit 1`,
  );
  await rows(
    `insert into messages (id, conversation_id, position, direction, kind, text, sent_at)
     values ($1, $2, $3, 'in', 'text', 'Ainda aí?', now())`,
    [newId(), sampled.id, sampled.last_position + 1],
  );
  await rows(
    `insert into sign_ins (token_hash, user_id, expires_at) values ('\\x01', $1, now() + interval '1 day')`,
    [rafael.id],
  );

  expect(await removeSample(pool, nobody)).toMatchObject({ kept: [camila.id] });

  expect(await rows('select name from contacts')).toEqual([{ name: 'Pessoa de Verdade' }]);
  expect(await rows('select text from messages')).toEqual([{ text: 'Bom dia' }]);
  expect(await rows('select name, active from users')).toEqual([
    { name: 'Camila Ferraz', active: false },
  ]);
  expect(await number('select count(*) from sign_ins')).toBe(0);

  // The e-mail of the one who stays is taken: the next sample goes round it.
  const again = await createSample(pool, { now, by: nobody });
  expect(again.attendants.map(({ email }) => email)).toContain('camila.ferraz2@clinica.example');
  expect(again.password).not.toBe(made.password);
  await removeSample(pool, nobody);
  expect(await number('select count(*) from contacts')).toBe(1);
});

test('what is real in the sample’s teams and tags stays; what has their names is gone round', async () => {
  const pool = database.pool;
  await rows("insert into tags (id, name, hue) values ($1, 'retorno', 0)", [newId()]);
  await rows("insert into teams (id, name) values ($1, 'RECEPÇÃO')", [newId()]);
  await rows("insert into canned_replies (id, shortcut, text) values ($1, 'Ola', 'oi')", [newId()]);
  await createSample(pool, { now, by: nobody });
  const names = async (table: string, column = 'name') =>
    (await rows(`select ${column} as name from ${table} order by lower(${column})`)).map(
      ({ name }) => name,
    );
  expect(await names('tags')).toEqual(
    expect.arrayContaining(['retorno', 'Retorno2', 'Urgente', 'Convênio']),
  );
  expect(await names('teams')).toEqual(['Exames e receitas', 'RECEPÇÃO', 'Recepção2']);
  expect(await names('canned_replies', 'shortcut')).toContain('ola2');

  const [exams] = await rows("select id from teams where name like 'Exames%'");
  await rows(
    `insert into settings (key, value) values ('routing', $1)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify({ defaultTeamId: exams.id, awayMinutes: 7 })],
  );
  const [person] = await rows(
    'select id from users where not exists (select from sample_rows where entity_id = users.id) limit 1',
  );
  const [desk] = await rows("select id from teams where name = 'Recepção2'");
  await rows('insert into team_members (team_id, user_id) values ($1, $2)', [desk.id, person.id]);
  await rows(
    `insert into contact_tags (contact_id, tag_id)
     select c.id, t.id from contacts c, tags t where c.name = 'Pessoa de Verdade' and t.name = 'Urgente'`,
  );
  await removeSample(pool, nobody);
  expect(await names('tags')).toEqual(['retorno', 'Urgente']);
  expect(await rows('select name, active from teams order by name desc')).toEqual([
    { name: 'Recepção2', active: true },
    { name: 'RECEPÇÃO', active: true },
  ]);
  expect(await names('canned_replies', 'shortcut')).toEqual(['Ola']);
  const [{ value }] = await rows("select value from settings where key = 'routing'");
  expect(value).toEqual({ defaultTeamId: null, awayMinutes: 7 });
});
