/** The whole real server is filled with somebody who cannot be mistaken, and searched afterwards. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { unzipped } from './test-archive.ts';
import { openWhole } from './test-remains.ts';

let at: Awaited<ReturnType<typeof openWhole>>;
let admin: string;
let ana: string;

const phone = '+5573981725364';
const [name, other] = ['Zuleica Xerxes Quetzal', 'Wanderbilt Yggdrasil'];
const word = 'Rhododendronquadrat';
const bytes = 'BYTESTHATNOBODYELSEHAS';
/** In every form in which it may stand somewhere. */
const marks = [
  ...[phone.slice(1), '981725364', 'Zuleica', 'Xerxes', 'Wanderbilt', word],
  ...[word.toLowerCase(), bytes, 'zuleica@quetzal.example'],
];

const simulate = (path: string, body: unknown, method = 'POST') =>
  at.ask(`/simulator/contacts/${encodeURIComponent(phone)}${path}`, { method, body });
const desk = (path: string, body?: unknown, method = 'POST') =>
  at.ask(`/api/v1${path}`, { method, body, token: ana });
const office = (path: string, method = 'GET', body?: unknown) =>
  at.ask(`/api/v1${path}`, { method, body, token: admin });
const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const until = <T>(sought: () => Promise<T>) =>
  vi.waitFor(
    async () => {
      const found = await sought();
      expect(found).toBeTruthy();
      return found as NonNullable<T>;
    },
    { timeout: 20_000, interval: 50 },
  );
const contactOf = async (number: string) =>
  (await rows('select id from contacts where phone = $1', number))[0]?.id as string | undefined;
const open = async () =>
  (
    await rows(
      `select s.id, s.conversation_id "conversationId" from services s
     join conversations c on c.id = s.conversation_id join contacts k on k.id = c.contact_id
     where k.phone = $1 and s.state <> 'finished'`,
      phone,
    )
  )[0] as { id: string; conversationId: string } | undefined;
const file = (text: string, fields: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set(
    'file',
    new Blob([`%PDF-1.4 ${text} `.repeat(200)], { type: 'application/pdf' }),
    `${word}.pdf`,
  );
  return form;
};

/** Everything that somebody can leave behind. @returns the contact's id */
async function fill(): Promise<string> {
  await simulate('/messages', { text: `${word} primeira`, name });
  const service = await until(open);
  await desk(`/services/${service.id}/start`);
  const said = { id: newId(), kind: 'text', text: `${name}, ${word} de volta` };
  expect((await desk(`/services/${service.id}/messages`, said)).status).toBe(201);
  const sent = await at.ask(`/simulator/contacts/${encodeURIComponent(phone)}/messages`, {
    method: 'POST',
    form: file(bytes, { text: `${word} com arquivo` }),
  });
  expect(sent.status).toBe(202);
  await until(
    async () =>
      (
        await rows(`select from attachments where state = 'here' and name like $1`, `${word}%`)
      )[0] && true,
  );
  const contact = await until(() => contactOf(phone));
  const { pool } = at;
  await pool.query(
    `update contacts set name = $2, phones = array['+5573981725364'], notes = $3,
       emails = array['zuleica@quetzal.example'], attributes = jsonb_build_object('Apelido', $4::text),
       consents = '{"email": {"given": true, "at": "2026-11-01T12:00:00.000Z"}}' where id = $1`,
    [contact, name, `${word} nas notas`, other],
  );
  await desk(`/services/${service.id}/finish`);
  await simulate('/messages', { text: '2' });
  await until(
    async () => (await rows('select from services where evaluation_score = 2'))[0] && true,
  );
  await pool.query(`update services set evaluation_comment = $1 where evaluation_score = 2`, [
    `${word} no comentário`,
  ]);
  await simulate('/messages', { text: `${word} outra vez <script>alert(1)</script>` });
  await until(open);
  const view = { name: `Os de ${name}`, shared: true, filter: { text: word } };
  expect((await office('/service-views', 'POST', view)).status).toBe(201);
  // As an autovacuum would: the statistics have samples of what people wrote.
  await pool.query('analyze');
  return contact;
}

beforeAll(async () => {
  at = await openWhole();
  admin = await at.signIn('dora@example.com');
  const made = { name: 'Ana', email: 'ana@example.com', role: 'attendant' };
  await office('/users', 'POST', { ...made, password: 'uma frase comprida' });
  ana = await at.signIn('ana@example.com');
}, 120_000);
afterAll(() => at?.close());

it('is refused to attendants, and nobody who is not there is erased', async () => {
  expect((await desk(`/contacts/${newId()}`, undefined, 'DELETE')).status).toBe(403);
  expect((await office(`/contacts/${newId()}`, 'DELETE')).status).toBe(404);
  expect((await office('/contacts/x', 'DELETE')).status).toBe(400);
  expect((await at.ask(`/api/v1/contacts/${newId()}`, { method: 'DELETE' })).status).toBe(401);
});

it('leaves nothing of somebody in tables, files, journal, jobs and log; the reports keep their numbers', async () => {
  await simulate('', { name });
  const contact = await fill();
  expect(await at.inTables(marks)).not.toEqual([]);
  expect(at.inFiles(marks)).not.toEqual([]);
  const day = 86_400_000;
  const [from, to] = [-day, day].map((ms) => new Date(Date.now() + ms).toISOString());
  const report = async () => {
    const { body } = await office(`/reports/services?from=${from}&to=${to}`);
    const { finished, evaluation, volume, reasons } = body;
    return { finished, evaluation, volume, reasons };
  };
  const before = await report();
  await isExported(contact);
  const twice = await Promise.all([1, 2].map(() => office(`/contacts/${contact}`, 'DELETE')));
  expect(twice.map(({ status }) => status)).toEqual([200, 200]);
  expect(twice[0]?.body).toEqual(twice[1]?.body);
  expect(await at.inTables(marks)).toEqual([]);
  const after = await report();
  expect(after.evaluation).toEqual(before.evaluation);
  expect(after.volume).toEqual(before.volume);
  // What was open is closed by it.
  expect(after.finished).toBe(before.finished + 1);
  // Two admins, one act; and nothing of theirs in what is said of it.
  const entries = await rows(
    `select subject_id, changes from audit where action = 'contact.erased'`,
  );
  expect(entries).toEqual([{ subject_id: contact, changes: {} }]);
  await until(
    async () => (await rows('select from erasures where cleared_at is not null'))[0] && true,
  );
  expect(await rows('select place from file_removals')).toEqual([]);
  expect(await at.inTables(marks, ['pg_stats'])).toEqual([]);
  await vi.waitFor(() => expect(at.inFiles(marks)).toEqual([]), { timeout: 20_000 });
  expect(at.inLog(marks)).toEqual([]);
}, 120_000);

/** Before they are erased: everything of theirs is in the archive. */
async function isExported(contact: string): Promise<void> {
  const path = `/contacts/${contact}/export?language=en`;
  expect((await desk(path, undefined, 'GET')).status).toBe(403);
  expect((await office(`/contacts/${newId()}/export`)).status).toBe(404);
  const archive = await office(path);
  expect(archive.type).toBe('application/zip');
  const files = unzipped(archive.body);
  expect([...files.keys()]).toEqual([
    ...['data.html', 'data.json', expect.stringMatching(/^files\/[0-9a-f]{12}-.*\.pdf$/)],
  ]);
  const [page = '', json = '', file = ''] = [...files.values()].map(String);
  const data = JSON.parse(json);
  expect(data.contact).toMatchObject({ name, phone, notes: `${word} nas notas` });
  expect(data.services.map(({ score }: { score: number }) => score)).toContain(2);
  expect(data.messages.length).toBeGreaterThan(4);
  for (const text of [`${word} primeira`, `${name}, ${word} de volta`, `${word} no comentário`]) {
    expect(page).toContain(text);
    expect(json).toContain(text);
  }
  // What somebody wrote is text there, and nothing else.
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;');
  expect(file).toContain(bytes);
  const told = await rows(`select subject_id from audit where action = 'contact.exported'`);
  expect(told).toEqual([{ subject_id: contact }]);
}

it('takes whoever writes again for somebody new', async () => {
  const [old] = await rows('select contact_id id from erasures');
  await simulate('/messages', { text: 'voltei' });
  const fresh = await until(() => contactOf(phone));
  expect(fresh).not.toBe(old.id);
  const again = await office(`/contacts/${old.id}`, 'DELETE');
  expect(again.status).toBe(200);
  expect(await contactOf(phone)).toBe(fresh);
});
