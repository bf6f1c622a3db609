import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from './ingest.ts';
import { placeOf } from './places-store.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
beforeAll(async () => {
  at = await testDesk();
});
afterAll(() => at.drop());

const march = (day: number, hour = 12) => new Date(Date.UTC(2026, 2, day, hour)).toISOString();
type Row = { id: string; conversationId: string; text: string };
async function said(text: string): Promise<Row> {
  const { rows } = await at.pool.query<Row>(
    'select id, conversation_id "conversationId", text from messages where text = $1',
    [text],
  );
  return rows[0] as Row;
}

it('the first of a day, else the next, else the last; a clock that was behind begins no day', async () => {
  const phone = '+5511970000100';
  for (const [n, day] of [1, 2, 5, 4, 9].entries()) {
    await ingest(at.desk, [
      at.inbound(phone, `dia ${day}`, { sentAt: march(day), whatsappId: `P${n}` }),
    ]);
  }
  const { conversationId } = await said('dia 1');
  const on = async (from: string) =>
    (await placeOf(at.pool, { conversationId, sought: { from } }))?.position;
  expect(await on(march(2, 0))).toBe(2);
  expect(await on(march(3, 0))).toBe(3);
  expect(await on(march(5, 13))).toBe(5);
  expect(await on(march(30))).toBe(5);
  expect(await on('1970-01-01T00:00:00.000Z')).toBe(1);
  await expect(on('2026-99-99T00:00:00.000Z')).rejects.toMatchObject({
    refusal: { code: 'invalid' },
  });
});

it('a message of two conversations that became one is found where it is by now', async () => {
  await ingest(at.desk, [
    at.inbound('+5511970000200', 'com o nono', { whatsappId: 'Q1' }),
    { ...at.inbound('', 'só pelo LID', { whatsappId: 'Q2' }), phone: null, lid: '777' },
  ]);
  const before = await said('só pelo LID');
  await ingest(at.desk, [
    { ...at.inbound('+5511970000200', 'os dois', { whatsappId: 'Q3' }), lid: '777' },
  ]);
  const { conversationId } = await said('com o nono');
  const sought = { messageId: before.id };
  const place = await placeOf(at.pool, { conversationId: before.conversationId, sought });
  expect(place).toMatchObject({ messageId: before.id, conversationId });
});

it('what there is not is nowhere', async () => {
  const conversationId = newId();
  expect(await placeOf(at.pool, { conversationId, sought: { messageId: newId() } })).toBeNull();
  expect(await placeOf(at.pool, { conversationId, sought: { from: march(1) } })).toBeNull();
});
