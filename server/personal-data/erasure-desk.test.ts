/** Erasing against everything that may happen at the same time. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { pull, snapshot } from '../desk/feed-reading.ts';
import { ingest } from '../desk/ingest.ts';
import { oldestQueued } from '../desk/outgoing.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { nobody } from '../platform/audit.ts';
import { feedHead } from '../platform/feed.ts';
import type { DriverEvent } from '../whatsapp/driver.ts';
import { clearErased } from './clearing.ts';
import { type Erasing, eraseContact } from './erasure.ts';

let at: TestDesk;
let ana: SignedInUser;
let erasing: Erasing;
let phones = 0;
const word = 'Rhododendron';
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  await at.pool.query(`insert into settings (key, value) values ('groups', '"shown"')`);
});
beforeEach(() => {
  erasing = {
    ...{ pool: at.pool, publish: at.desk.publish, now: at.desk.now, wake: () => {} },
    whatsapp: { settled: async () => true, forget: async () => {} },
  };
});
afterAll(() => at.drop());

const fresh = () => {
  phones += 1;
  return `+55119700${String(phones).padStart(5, '0')}`;
};
const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const contactOf = async (phone: string) =>
  (await rows('select id from contacts where phone = $1', phone))[0]?.id as string;
/** All rows of messages and contacts that say it. */
const saying = async (text: string) =>
  (
    await rows(
      `select 1 from messages m where m::text ilike $1 union all
       select 1 from contacts k where k::text ilike $1 union all
       select 1 from commands c where c::text ilike $1 union all
       select 1 from message_texts t where t::text ilike $1`,
      `%${text}%`,
    )
  ).length;

it('in groups what they wrote goes, with their reactions and what is quoted of them; the others’ stays', async () => {
  const phone = fresh();
  await at.arrive(phone, 'oi');
  const group = '120363000000000001';
  const digits = phone.slice(1);
  const them = { id: `${digits}@s.whatsapp.net`, name: 'Zuleica', phone };
  const hidden = { id: '98765432101234@lid', name: 'Zuleica', phone: null };
  const other = { id: '5511911112222@s.whatsapp.net', name: 'Bruno', phone: '+5511911112222' };
  await at.pool.query(`update contacts set lid = '98765432101234' where phone = $1`, [phone]);
  const said = (whatsappId: string, by: typeof them | typeof hidden, text: string, more = {}) => ({
    ...at.inbound(phone, text, { whatsappId, by, group, ...more }),
    phone: null,
  });
  await ingest(at.desk, [
    said('G1', them, `${word} no grupo`),
    said('G2', hidden, `${word} sem número`),
    said('G3', other, 'do Bruno', {
      quoted: { whatsappId: 'G1', fromMe: false, text: `${word} no grupo`, author: them.id },
    }),
    {
      ...{ type: 'reaction', phone: null, group, whatsappId: 'G3', toOurs: false, emoji: '🌻' },
      ...{ by: them, author: other.id, at: at.desk.now().toISOString() },
    },
  ]);
  expect(await saying(word)).toBeGreaterThan(2);
  expect(await saying('🌻')).toBe(1);
  await eraseContact(erasing, nobody, await contactOf(phone));
  for (const mark of [word, 'Zuleica', digits, '98765432101234', '🌻']) {
    expect(await saying(mark), mark).toBe(0);
  }
  const left = await rows(`select text, quote from messages where participant = $1`, other.id);
  expect(left).toMatchObject([{ text: 'do Bruno', quote: { text: null } }]);
});

it('a file that came from them goes everywhere, one that the team sent stays where else it is', async () => {
  const [phone, elsewhere] = [fresh(), fresh()];
  const source = {};
  const attachment = (name: string) => ({
    ...{ kind: 'document' as const, name, mediaType: 'application/pdf', size: 3, source },
  });
  await ingest(at.desk, [
    at.inbound(phone, '', { text: null, kind: 'document', attachment: attachment(`${word}.pdf`) }),
    at.inbound(elsewhere, 'outro contato'),
  ]);
  const [theirs] = await rows(`select id from attachments where name = $1`, `${word}.pdf`);
  const ours = newId();
  await at.pool.query(
    `update attachments set state = 'here', place = 'ab/theirs', sha256 = repeat('0', 64), size = 3 where id = $1`,
    [theirs.id],
  );
  await at.pool.query(
    `insert into attachments (id, kind, name, media_type, size, sha256, state, place, created_by)
     values ($1, 'document', 'tabela.pdf', 'application/pdf', 3, repeat('1', 64), 'here', 'ab/ours', $2)`,
    [ours, ana.id],
  );
  const here = await at.conversation(phone);
  const there = await at.conversation(elsewhere);
  const send = (conversationId: string, attachmentId: string) =>
    at.perform(ana, {
      ...{ type: 'sendMessage', conversationId, messageId: newId(), kind: 'document' },
      attachmentId,
    });
  for (const { id, serviceId } of [here, there]) {
    await at.perform(ana, { type: 'startService', conversationId: id, serviceId });
    expect(await send(id, ours)).toMatchObject({ ok: true });
  }
  expect(await send(there.id, theirs.id)).toMatchObject({ ok: true });
  await eraseContact(erasing, nobody, await contactOf(phone));
  expect(await rows('select place from file_removals')).toEqual([{ place: 'ab/theirs' }]);
  expect(await rows('select state, name, place from attachments where id = $1', theirs.id)).toEqual(
    [{ state: 'gone', name: '', place: null }],
  );
  expect(await rows('select state from attachments where id = $1', ours)).toEqual([
    { state: 'here' },
  ]);
  // The storage is away; then it is there, and what a killed server left is done.
  const removed: string[] = [];
  let away = true;
  const clearing = {
    ...{ pool: at.pool, clearJournal: () => {}, log: { debug: () => {} } as never },
    storage: {
      async remove(place: string) {
        if (away) throw new Error('away');
        removed.push(place);
      },
    },
  };
  await expect(clearErased(clearing)).rejects.toThrow('away');
  expect(await rows('select from erasures where cleared_at is not null')).toEqual([]);
  away = false;
  await clearErased(clearing);
  expect(removed).toEqual(['ab/theirs']);
  expect(await rows('select from file_removals')).toEqual([]);
  expect(await rows('select from erasures where cleared_at is null')).toEqual([]);
});

it('their picture goes, here or still on its way', async () => {
  const [here, coming] = [fresh(), fresh()];
  for (const phone of [here, coming]) {
    await at.arrive(phone, 'oi');
    const picture = { id: `P${phone}`, source: { url: phone } };
    await ingest(at.desk, [{ type: 'person', phone, name: null, picture }]);
  }
  await at.pool.query(
    `update attachments a set state = 'here', place = 'ab/picture', sha256 = repeat('0', 64), size = 3
     from contacts k where k.picture_id = a.id and k.phone = $1`,
    [here],
  );
  for (const phone of [here, coming]) await eraseContact(erasing, nobody, await contactOf(phone));
  expect(await rows('select id from attachments where picture')).toEqual([]);
  expect(await rows('select place from file_removals')).toEqual([{ place: 'ab/picture' }]);
  await at.pool.query('delete from file_removals');
});

it('what is on its way is sent to nobody, what comes of it makes nobody, and commands are refused', async () => {
  const phone = fresh();
  await at.arrive(phone, `${word} oi`);
  const { id, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId: id, serviceId });
  const messageId = newId();
  const command = newId();
  const say = () =>
    at.perform(
      ana,
      { ...{ type: 'sendMessage', conversationId: id, messageId, kind: 'text', text: word } },
      command,
    );
  expect(await say()).toMatchObject({ ok: true });
  const sending = await oldestQueued(at.pool, id);
  expect(sending).not.toBeNull();
  await eraseContact(erasing, nobody, await contactOf(phone));
  expect(await oldestQueued(at.pool, id)).toBeNull();
  const told = at.desk.now().toISOString();
  const { whatsappId = '' } = sending ?? {};
  await ingest(at.desk, [
    { type: 'status', phone, whatsappId, status: 'sent', text: word, at: told },
    { type: 'status', phone, whatsappId, status: 'read', at: told },
    { type: 'person', phone, name: 'Zuleica' },
  ]);
  expect(await contactOf(phone)).toBeUndefined();
  // The same command again, another one, and from a console that was away.
  expect(await say()).toMatchObject({ ok: false, code: 'not-found' });
  const other = { type: 'sendMessage', conversationId: id, messageId: newId() } as const;
  expect(await at.perform(ana, { ...other, kind: 'text', text: word })).toMatchObject({
    ok: false,
  });
  expect(await saying(word)).toBe(0);
  const [service] = await rows('select state, attendant_id from services where id = $1', serviceId);
  expect(service).toEqual({ state: 'finished', attendant_id: ana.id });
});

it('consoles hear of it by the feed and by a snapshot, of whatever the conversation was before', async () => {
  const [phone, lid] = [fresh(), '55511122233344'];
  await at.arrive(phone, `${word} um`);
  await ingest(at.desk, [{ ...at.inbound(phone, `${word} dois`), phone: null, lid }]);
  const before = await rows(
    `select c.id from conversations c join contacts k on k.id = c.contact_id where k.phone = $1 or k.lid = $2`,
    ...[phone, lid],
  );
  expect(before).toHaveLength(2);
  await ingest(at.desk, [{ type: 'person', phone, lid, name: 'Zuleica' }]);
  const contactId = await contactOf(phone);
  const { epoch, head } = await feedHead(at.pool);
  await eraseContact(erasing, nobody, contactId);
  const page = await pull(at.pool, ana.id, { epoch, since: head });
  if (page.reset) throw new Error('no page');
  const [erasure] = page.changes.filter(({ entity }) => entity === 'erasure');
  expect(erasure).toMatchObject({ id: contactId, row: { contactId } });
  const { row } = erasure as { row: { conversationIds: string[] } };
  expect(row.conversationIds.toSorted()).toEqual(before.map(({ id }) => id).toSorted());
  expect(JSON.stringify(page)).not.toContain(word);
  const first = await snapshot(at.pool, ana.id, { after: null });
  expect(first.changes).toContainEqual(erasure);
  expect(first.changes.filter(({ id }) => row.conversationIds.includes(id))).toEqual([]);
  expect(
    first.changes.filter(({ entity, id }) => entity === 'contact' && id === contactId),
  ).toEqual([]);
});

/** As the journal does: what comes to nothing in a race is handed on again. */
const journaled = (event: DriverEvent) =>
  ingest(at.desk, [event]).catch(() => ingest(at.desk, [event]));

it('while they write, and while two become one: nothing of before stays, nothing of after is lost', async () => {
  for (let round = 0; round < 8; round += 1) {
    const [phone, lid] = [fresh(), `777000${round}1234567`];
    await at.arrive(phone, `${word} antes`);
    await ingest(at.desk, [{ ...at.inbound(phone, `${word} antes`), phone: null, lid }]);
    const id = await contactOf(phone);
    const late = at.inbound(phone, `depois ${round}`);
    await Promise.all([
      eraseContact(erasing, nobody, id).catch((error) => expect(error.message).toMatch('no such')),
      journaled({ type: 'person', phone, lid, name: null }),
      journaled(late),
    ]);
    const agora = at.inbound(phone, `agora ${round}`);
    await journaled(agora);
    expect(await saying(`agora ${round}`)).toBe(1);
    const now = await contactOf(phone);
    await eraseContact(erasing, nobody, now);
    for (const one of await rows('select id from contacts where lid = $1', lid)) {
      await eraseContact(erasing, nobody, one.id);
    }
    expect(await saying(`${word} antes`)).toBe(0);
  }
});

it('all of it or nothing: where the last step fails, everybody is as they were', async () => {
  const phone = fresh();
  await at.arrive(phone, `${word} fica`);
  const id = await contactOf(phone);
  const broken = {
    ...erasing,
    whatsapp: {
      ...erasing.whatsapp,
      forget: async () => {
        throw new Error('the disk is full');
      },
    },
  };
  await expect(eraseContact(broken, nobody, id)).rejects.toThrow('full');
  expect(await contactOf(phone)).toBe(id);
  expect(await saying(`${word} fica`)).toBe(1);
  expect(await rows('select from erasures where contact_id = $1', id)).toEqual([]);
  expect(await rows('select from audit where subject_id = $1', id)).toEqual([]);
});
