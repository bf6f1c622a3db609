import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { testOffice } from '../reports/test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;
let attendant: string;
let ana: SignedInUser;
let serviceId: Id;
const phone = '+5511987650001';
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** A JPEG of one grey pixel. */
const pixel =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';

beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now), at.desk);
  ana = await at.person('Ana Conceição');
  admin = await office.signIn((await at.person('Eva', 'admin')).id);
  attendant = await office.signIn(ana.id);
  // 23:58 in São Paulo: the next message is of another day there.
  at.clock.now = Date.parse('2026-11-21T02:58:00.000Z');
  await at.arrive(
    phone,
    'Olá, não consigo agendar! 😊👩‍👧 ação',
    'مرحبا كيف الحال (نعم)',
    'שלום עולם',
    '日本',
  );
  await at.pool.query(`update contacts set name = 'João & Ção' where phone = $1`, [phone]);
  at.minutes(4);
  const found = await at.conversation(phone);
  serviceId = found.serviceId ?? '';
  const about = { conversationId: found.id };
  await at.perform(ana, { type: 'startService', ...about, serviceId });
  await at.perform(ana, {
    ...{ type: 'sendMessage', ...about, messageId: id(1), kind: 'text', text: 'Bom dia, João.' },
  });
  await at.perform(ana, { type: 'addNote', ...about, messageId: id(2), text: 'segredo da casa' });
  await at.perform(ana, { type: 'finishService', ...about, serviceId });
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

const fetched = (query = '', service = serviceId, token: string | null = admin) =>
  office.ask(token, `/api/v1/services/${service}/transcript.pdf${query}`);

/** What a reader of PDFs finds on the pages. */
async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let n = 1; n <= document.numPages; n += 1) {
    const { items } = await (await document.getPage(n)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  await document.loadingTask.destroy();
  return pages;
}
const textOf = async (query?: string, service?: Id): Promise<string> =>
  (await pagesOf((await fetched(query, service)).rawPayload)).join('\n');

it('says who, what was done and what was said, with the workspace’s clock', async () => {
  const answer = await fetched('?language=pt-BR');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('application/pdf');
  expect(answer.headers['content-disposition']).toContain('.pdf');
  const [text = ''] = await pagesOf(answer.rawPayload);
  for (const said of [
    ...['Transcrição de atendimento', 'João & Ção', '+55 (11) 98765-0001', 'Encerrado'],
    ...['O contato escreveu', 'Ana Conceição iniciou', 'Ana Conceição encerrou'],
    ...['Olá, não consigo agendar!', 'ação', 'Bom dia, João.'],
    // Two minutes before and two after midnight, there.
    ...['20/11/2026, 23:58:00', 'sexta-feira, 20 de novembro de 2026'],
    ...['sábado, 21 de novembro de 2026', '00:02', 'America/Sao_Paulo', 'Página 1'],
  ]) {
    expect(text).toContain(said);
  }
});

it('letters of other scripts and emoji are drawn, and what no typeface has is marked', async () => {
  const text = await textOf('?language=en');
  expect(text).toContain('😊');
  // Joined letters are drawn as one: a reader takes them apart again, with gaps of its own.
  const letters = text.normalize('NFKC').replace(/[^\u0590-\u06ff]/g, '');
  for (const word of ['مرحبا', 'الحال', 'שלום', 'עולם']) expect(letters).toContain(word);
  expect(text).toContain('\ufffd\ufffd');
  expect(text).not.toContain('日');
});

it('notes stay in the house unless somebody asks for them, and then it says so', async () => {
  expect(await textOf()).not.toContain('segredo');
  const text = await textOf('?notes=true');
  expect(text).toContain('segredo da casa');
  expect(text).toContain('Contains internal notes');
});

it('a file stands there by its name, a small picture as itself, a broken one as nothing', async () => {
  await at.pool.query(
    `with file as (
       insert into attachments (id, kind, name, media_type, size, state, look) values
         ($1, 'image', 'foto.jpg', 'image/jpeg', 5, 'fetching', jsonb_build_object('thumbnail', $3::text)),
         ($2, 'image', 'quebrada.jpg', 'image/jpeg', 5, 'fetching', '{"thumbnail": "AAAA"}')
       returning id)
     insert into messages (id, conversation_id, service_id, position, direction, kind, attachment_id, sent_at)
     select gen_random_uuid(), conversation_id, s.id, 9000 + row_number() over (), 'in', 'image', file.id, now()
     from file, services s where s.id = $4`,
    [id(11), id(12), pixel, serviceId],
  );
  const answer = await fetched('?language=pt-BR');
  const text = (await pagesOf(answer.rawPayload)).join('');
  expect(text).toContain('[Imagem: foto.jpg]');
  expect(text).toContain('[Imagem: quebrada.jpg]');
  expect(answer.rawPayload.includes('/Subtype /Image')).toBe(true);
});

it('a long one goes on over pages, each with its foot, in order and with nothing missing', async () => {
  await at.arrive('+5511987650002', 'início');
  const long = (await at.conversation('+5511987650002')).serviceId;
  await at.pool.query(
    `insert into messages (id, conversation_id, service_id, position, direction, kind, text, sent_at)
     select gen_random_uuid(), conversation_id, s.id, 1000 + n, 'in', 'text',
            'mensagem ' || n || '. ' || case when n = 7 then repeat('muitoComprida', 400) else '' end, now()
     from services s, generate_series(1, 450) n where s.id = $1`,
    [long],
  );
  const turns = vi.spyOn(globalThis, 'setImmediate');
  const answer = await fetched('', long);
  // Others had their turn meanwhile: it is no reason for a conversation to wait.
  expect(turns.mock.calls.length).toBeGreaterThan(80);
  turns.mockRestore();
  const pages = await pagesOf(answer.rawPayload);
  expect(pages.length).toBeGreaterThan(10);
  for (const [n, page] of pages.entries()) expect(page).toContain(`Page ${n + 1}`);
  const numbers = [...pages.join('').matchAll(/mensagem (\d+)\./g)].map((found) =>
    Number(found[1]),
  );
  expect(numbers).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
});

it('is for admins, and stands in the audit', async () => {
  expect((await fetched('', serviceId, attendant)).statusCode).toBe(403);
  expect((await fetched('', serviceId, null)).statusCode).toBe(401);
  expect((await fetched('?notes=true')).statusCode).toBe(200);
  const { rows } = await at.pool.query(
    'select action, subject_id subject, changes from audit order by id desc limit 1',
  );
  expect(rows).toEqual([
    {
      ...{ action: 'services.exported', subject: serviceId },
      changes: { format: { to: 'pdf' }, notes: { to: true } },
    },
  ]);
});

it.each([
  ['?language=fr', 400],
  ['?notes=maybe', 400],
  ['?page=1', 400],
])('%s is answered with %i', async (query, status) => {
  const answer = await fetched(query);
  expect(answer.statusCode).toBe(status);
  expect(answer.json().errors[0].path).toMatch(/^\//);
});

it('of no service there is none', async () => {
  expect((await fetched('', id(77))).statusCode).toBe(404);
  expect((await fetched('', 'x')).statusCode).toBe(400);
});
