import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SearchRequest } from '#shared/contract/search.ts';
import { ingest } from './ingest.ts';
import { search } from './search.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
beforeAll(async () => {
  at = await testDesk();
});
afterAll(() => at.drop());

const look = (text: string, more: Partial<SearchRequest> = {}) =>
  search(at.pool, { text, before: null, limit: 20, ...more });
const texts = async (text: string, more: Partial<SearchRequest> = {}) =>
  (await look(text, more)).messages.map((message) => message.text);

it('finds by accents, case, prefixes, several words and quotes, newest first', async () => {
  await at.arrive('+5511930000001', 'Amanhã às nove, ÓTIMO');
  at.minutes(1);
  await at.arrive('+5511930000002', 'AMANHA de manha cedo');
  expect(await texts('amanhã')).toEqual(['AMANHA de manha cedo', 'Amanhã às nove, ÓTIMO']);
  expect(await texts('otim nov')).toEqual(['Amanhã às nove, ÓTIMO']);
  expect(await texts('"de manhã"')).toEqual(['AMANHA de manha cedo']);
  expect(await texts('"manhã de"')).toEqual([]);
  const { conversations, contacts } = await look('cedo');
  expect(conversations).toHaveLength(1);
  expect(contacts).toMatchObject([{ phone: '+5511930000002' }]);
});

it('numbers with signs in them, names of files, cards, and texts of every script are found', async () => {
  await at.arrive('+5511930000003', 'meu fixo é 4002-8922', 'Привет Мир', 'ＡＢＣ larga');
  await ingest(at.desk, [
    at.inbound('+5511930000003', '', {
      kind: 'cards',
      text: null,
      content: { cards: [{ name: 'Doutor Otávio', phones: ['+55 11 95555-1234'] }] },
    }),
  ]);
  expect(await texts('4002-8922')).toEqual(['meu fixo é 4002-8922']);
  expect(await texts('8922')).toEqual(['meu fixo é 4002-8922']);
  expect(await texts('мир')).toEqual(['Привет Мир']);
  expect(await texts('abc')).toEqual(['ＡＢＣ larga']);
  expect((await look('otavio 95555')).messages).toMatchObject([{ kind: 'cards' }]);
  // Names of fields are no words of anybody's.
  expect((await look('phones')).messages).toEqual([]);
  await at.pool.query(
    `insert into attachments (id, kind, name, media_type, state)
     values ('00000000-0000-7000-8000-0000000000aa', 'document', 'laudo_médico.pdf', '', 'gone')`,
  );
  await at.arrive('+5511930000003', 'segue');
  await at.pool.query(
    `update messages set attachment_id = '00000000-0000-7000-8000-0000000000aa' where text = 'segue'`,
  );
  expect(await texts('medico')).toEqual(['segue']);
});

it('contacts are found by name and by digits', async () => {
  await at.arrive('+5511987654321', 'oi');
  await at.pool.query(`update contacts set name = 'João Ávila' where phone = '+5511987654321'`);
  const found = async (text: string) => {
    const { contacts, named } = await look(text);
    return contacts.slice(0, named).map((contact) => contact.name);
  };
  expect(await found('avil joa')).toEqual(['João Ávila']);
  expect(await found('98765-4321')).toEqual(['João Ávila']);
  expect(await found('ninguém')).toEqual([]);
  expect(
    (await look('avil', { conversationId: '00000000-0000-7000-8000-0000000000aa' })).named,
  ).toBe(0);
});

it('contacts are found by e-mail, other numbers, attributes, notes and tags, all words of them', async () => {
  await at.arrive('+5511955550001', 'oi');
  await at.arrive('+5511955550002', 'oi');
  await at.pool.query(
    `update contacts set name = 'Rita', emails = '{rita.alves@clinica.example,outra@x.example}',
       phones = '{+5521933334444}', notes = 'Alérgica a dipirona' where phone = '+5511955550001'`,
  );
  await at.pool.query(
    `update contacts set name = 'Rita', attributes = '{"plano": "Saúde Ouro"}'
     where phone = '+5511955550002'`,
  );
  await at.pool.query(
    `with tag as (insert into tags (id, name, hue) values (gen_random_uuid(), 'Paciente VIP', 1)
                  returning id)
     insert into contact_tags (contact_id, tag_id)
     select k.id, tag.id from contacts k, tag where phone = '+5511955550001'`,
  );
  const found = async (text: string) => {
    const { contacts, named } = await look(text);
    return contacts.slice(0, named).map((contact) => contact.phone?.slice(-4));
  };
  expect(await found('alves@clin')).toEqual(['0001']);
  expect(await found('outra')).toEqual(['0001']);
  expect(await found('(21) 93333-4444')).toEqual(['0001']);
  expect(await found('ouro')).toEqual(['0002']);
  // Names of attributes are no words of anybody's.
  expect(await found('plano')).toEqual([]);
  expect(await found('alergica')).toEqual(['0001']);
  expect((await found('rita')).sort()).toEqual(['0001', '0002']);
  expect(await found('vip')).toEqual(['0001']);
  expect(await found('rita vip dipi')).toEqual(['0001']);
  expect(await found('ouro vip')).toEqual([]);
  expect(await found('"vip paciente"')).toEqual([]);
});

it('what was deleted is nobody’s to find', async () => {
  await at.arrive('+5511930000004', 'segredo apagado');
  expect(await texts('segredo')).toHaveLength(1);
  await at.pool.query(`update messages set deleted_at = now() where text = 'segredo apagado'`);
  expect(await texts('segredo')).toEqual([]);
});

it('pages go on where the one before ended, within one conversation too', async () => {
  await at.arrive('+5511930000005', ...Array.from({ length: 25 }, (_, n) => `pedido ${n}`));
  await at.arrive('+5511930000006', 'pedido de outra');
  const { id } = await at.conversation('+5511930000005');
  const seen: (string | null)[] = [];
  let before: string | null = null;
  do {
    const page = await look('pedido', { conversationId: id, before, limit: 10 });
    seen.push(...page.messages.map((message) => message.text));
    before = page.next;
  } while (before !== null);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toHaveLength(25);
});

it('nothing that can be typed breaks it; a wrong place is refused', async () => {
  for (const text of [
    '%',
    "'",
    '"',
    '*',
    ':*',
    '\\',
    '&',
    '!a',
    '(',
    '👍🏽',
    '\u0000',
    '\ud800',
    "a' | 'b",
  ]) {
    await expect(look(text), text).resolves.toMatchObject({ late: false });
  }
  await expect(look('a', { before: 'x' })).rejects.toThrow('not the end');
});

it('what takes too long is given up and said', async () => {
  await at.pool.query(
    `insert into messages (id, conversation_id, position, direction, kind, text, sent_at)
     select gen_random_uuid(), (select id from conversations limit 1), 100000 + n, 'in', 'text',
            'comum ' || n, now() from generate_series(1, 20000) n`,
  );
  expect(await search(at.pool, { text: 'com', before: null, limit: 50 }, 1)).toMatchObject({
    late: true,
  });
});
