import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { testOffice } from './test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;
let attendant: string;
const names = [
  '=HYPERLINK("http://example.com";"veja")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  'Zé;=1+1',
  'Zé,=1+1',
  'Conceição "Ção" \u0001 & <b>',
  '\t=1+1',
];
const period = 'from=2026-11-20&to=2026-11-21';

beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now));
  const eva = await at.person('Eva', 'admin');
  admin = await office.signIn(eva.id);
  attendant = await office.signIn((await at.person('Ana')).id);
  for (const [n, name] of names.entries()) {
    const phone = `+551198765000${n}`;
    await at.arrive(phone, 'oi');
    await at.pool.query('update contacts set name = $2 where phone = $1', [phone, name]);
    at.minutes(1);
  }
  const { id: conversationId, serviceId } = await at.conversation('+5511987650000');
  await at.perform(eva, { type: 'startService', conversationId, serviceId });
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

const csv = (language: string) =>
  office.ask(admin, `/api/v1/reports/services.csv?${period}&language=${language}`);

it.each([
  ['pt-BR', ';', 'Contato'],
  ['en', ',', 'Contact'],
])(
  'CSV in %s: a BOM, the right separator, and no name is a formula',
  async (language, delimiter, title) => {
    const answer = await csv(language);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['x-row-count']).toBe(String(names.length));
    expect([...answer.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head = [], ...rows] = parseCsv(answer.body, { delimiter });
    expect(head[1]).toBe(title);
    expect(rows).toHaveLength(names.length);
    expect(rows.some((row) => row[1] === 'Conceição "Ção"  & <b>')).toBe(true);
    // Split by whatever separator the reader's Excel has, no piece begins what it would run.
    for (const piece of answer.body.slice(1).split(/[;,\t\r\n]/)) {
      expect(piece.replace(/^[\s"]+/, '')).not.toMatch(/^[=+\-@|]/);
    }
  },
);

it('XLSX: the same rows, times as dates of the wall, names as text', async () => {
  const answer = await office.ask(admin, `/api/v1/reports/services.xlsx?${period}&language=pt-BR`);
  expect(answer.headers['content-disposition']).toBe(
    'attachment; filename=atendimentos_2026-11-20_2026-11-21.xlsx',
  );
  const { sheets } = await readXlsx(answer.rawPayload);
  const [head = [], ...rows] = sheets[0]?.rows ?? [];
  expect(head[6]).toBe('Criado em');
  expect(rows).toHaveLength(names.length);
  // Latest first; 12:00 in UTC is nine o'clock in São Paulo.
  const first = rows.at(-1) ?? [];
  expect(first[1]).toBe(names[0]);
  expect(first[2]).toBe('+5511987650000');
  expect(first[5]).toBe('Aberto');
  expect(first[6]).toEqual(new Date('2026-11-20T09:00:00Z'));
  expect(first[10]).toBe(names.length * 60);
  expect(rows.map((row) => row[1])).toEqual(
    names.map((name) => name.replace('\u0001', '')).toReversed(),
  );
  const sheet = JSON.stringify(sheets[0]?.cells ? [...sheets[0].cells.values()] : []);
  expect(sheet).not.toContain('"formula"');
});

it('is for admins', async () => {
  for (const kind of ['csv', 'xlsx']) {
    const path = `/api/v1/reports/services.${kind}?${period}`;
    expect((await office.ask(attendant, path)).statusCode).toBe(403);
    expect((await office.ask(null, path)).statusCode).toBe(401);
  }
});

it('with a clock it is the list, of whatever time; and whoever took it stands in the audit', async () => {
  const { count } = (await office.ask(admin, '/api/v1/services/count')).json();
  expect(count).toBe(names.length);
  const older = `update services set created_at = created_at - interval '3 years'
                 where id = (select id from services order by id limit 1)`;
  await at.pool.query(older);
  const all = await office.ask(admin, '/api/v1/reports/services.csv?by=created');
  expect(parseCsv(all.body, { delimiter: ',' })).toHaveLength(count + 1);
  expect(all.headers['content-disposition']).toBe('attachment; filename=services.csv');
  // Open at one end.
  const since = '/api/v1/reports/services.csv?by=created&from=2026-11-20';
  expect((await office.ask(admin, since)).headers['x-row-count']).toBe(String(count - 1));
  const secret = '/api/v1/reports/services.xlsx?by=created&state=open&text=zebra';
  expect((await office.ask(admin, secret)).statusCode).toBe(200);
  const { rows } = await at.pool.query(
    `select action, actor_id is not null known, changes from audit order by id desc limit 1`,
  );
  expect(rows).toEqual([
    {
      ...{ action: 'services.exported', known: true },
      changes: {
        ...{ by: { to: 'created' }, state: { to: 'open' }, text: {} },
        ...{ format: { to: 'xlsx' }, count: { to: 0 } },
      },
    },
  ]);
});
