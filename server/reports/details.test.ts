import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceDetail, ServiceMessage } from '#shared/contract/service-detail.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { testOffice } from './test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;
let attendant: string;
let serviceId: Id;
const phone = '+5511987650001';
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;

/** Waits 4 min, answered after 9, a note, handed on after 12, finished after 20. */
beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now), at.desk);
  const [ana, rui, eva] = [
    await at.person('Ana'),
    await at.person('Rui'),
    await at.person('Eva', 'admin'),
  ];
  admin = await office.signIn(eva.id);
  attendant = await office.signIn(ana.id);
  await at.arrive(phone, 'bom dia');
  at.minutes(4);
  const found = await at.conversation(phone);
  serviceId = found.serviceId ?? '';
  const about = { conversationId: found.id, serviceId };
  await at.perform(ana, { type: 'startService', ...about });
  at.minutes(5);
  const { conversationId } = about;
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId: id(1), kind: 'text', text: 'olá' },
  });
  await at.perform(ana, { type: 'addNote', conversationId, messageId: id(2), text: 'cuidado' });
  at.minutes(3);
  await at.perform(ana, { type: 'transferService', ...about, attendantId: rui.id });
  at.minutes(8);
  await at.perform(rui, { type: 'finishService', ...about });
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

it('tells what became of a service: every step, by whom, and to whom', async () => {
  const detail: ServiceDetail = (await office.ask(admin, `/api/v1/services/${serviceId}`)).json();
  expect(detail).toMatchObject({
    ...{ id: serviceId, state: 'finished', finishReason: 'attendant', tags: [] },
    ...{ contact: { phone }, attendant: { name: 'Rui' } },
  });
  expect(detail.conversationId).toBe((await at.conversation(phone)).id);
  expect(detail.steps.map(({ what, who, holder }) => [what, who?.name, holder?.name])).toEqual([
    ['created', undefined, undefined],
    ['started', 'Ana', 'Ana'],
    ['transferred', 'Ana', 'Rui'],
    ['finished', 'Rui', 'Rui'],
  ]);
});

it('tells how long it took as the report of that service alone does, to admins only', async () => {
  const path = `/api/v1/services/${serviceId}/times`;
  expect((await office.ask(admin, path)).json()).toEqual({
    ...{ waiting: 240, firstAnswer: 540, duration: 960 },
    answeredBy: { id: expect.any(String), name: 'Ana' },
  });
  expect((await office.ask(attendant, path)).statusCode).toBe(403);
  await at.arrive('+5511987650002', 'oi');
  const waiting = (await at.conversation('+5511987650002')).serviceId;
  expect((await office.ask(admin, `/api/v1/services/${waiting}/times`)).json()).toEqual({
    ...{ waiting: null, firstAnswer: null, duration: null },
  });
});

it('tells what was said, with notes as notes, and small pictures only where asked', async () => {
  await at.pool.query(
    `with file as (
       insert into attachments (id, kind, name, media_type, size, state, look)
       values ($1, 'image', 'a.jpg', 'image/jpeg', 5, 'fetching',
               '{"thumbnail": "AAAA", "waveform": [1], "width": 2}') returning id)
     update messages set attachment_id = file.id, kind = 'image' from file
     where service_id = $2 and direction = 'in'`,
    [id(9), serviceId],
  );
  const messages = async (query: string): Promise<ServiceMessage[]> =>
    (await office.ask(admin, `/api/v1/services/${serviceId}/messages${query}`)).json().items;
  const [first, answer, note] = await messages('?thumbnails=true');
  expect(first).toMatchObject({ direction: 'in', kind: 'image', text: 'bom dia' });
  expect(first?.attachment).toMatchObject({ thumbnail: 'AAAA', width: 2 });
  expect(first?.attachment).not.toHaveProperty('waveform');
  expect(answer).toMatchObject({ direction: 'out', author: { name: 'Ana' }, text: 'olá' });
  expect(note).toMatchObject({ kind: 'note', text: 'cuidado' });
  const [plain] = await messages('');
  expect(plain?.attachment).toMatchObject({ name: 'a.jpg' });
  expect(plain?.attachment).not.toHaveProperty('thumbnail');
});

it.each([
  ['/api/v1/services/x', 400],
  ['/api/v1/services/x/times', 400],
  [`/api/v1/services/${id(7)}`, 404],
  [`/api/v1/services/${id(7)}/times`, 404],
  [`/api/v1/services/${id(7)}/messages`, 404],
])('%s is answered with %i', async (path, status) => {
  const answer = await office.ask(admin, path);
  expect(answer.statusCode).toBe(status);
  expect(answer.json().errors[0].path).toBe('/id');
});
