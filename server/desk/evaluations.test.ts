import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EvaluationSetting } from '#shared/contract/evaluation.ts';
import type { MessageContent } from '#shared/contract/message.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { defaultEvaluation } from '#shared/rules/evaluation.ts';
import { nobody } from '../platform/audit.ts';
import { createTeam } from '../teams/teams.ts';
import { endOverdue } from './automatic-end.ts';
import { returnServicesOf } from './commands.ts';
import type { Desk } from './desk.ts';
import { saveEvaluationSetting } from './evaluations.ts';
import { ingest } from './ingest.ts';
import { oldestQueued } from './outgoing.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let phones = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const servicesOf = (id: string) =>
  rows(
    `select state, finish_reason reason, evaluation_score score, evaluation_comment "comment",
            evaluation_asked_at is not null asked
     from services where conversation_id = $1 order by created_at, id`,
    id,
  );
const messagesOf = async (id: string) =>
  (await rows(
    `select m.text, m.kind, m.direction, m.content, m.author_id "authorId", m.service_id "serviceId",
            m.status, c.settled_position - c.last_position unsettled
     from messages m join conversations c on c.id = m.conversation_id
     where conversation_id = $1 order by position`,
    id,
  )) as {
    text: string;
    kind: string;
    direction: string;
    content: MessageContent | null;
    authorId: string | null;
    serviceId: string | null;
    status: string | null;
    unsettled: number;
  }[];
const partsOf = async (id: string) =>
  (await messagesOf(id)).map(({ content }) => content?.evaluation?.part ?? null);

async function open(desk?: Partial<Desk>) {
  Object.assign(at.desk, { onlyTemplatesLater: undefined, offersLists: undefined }, desk);
  phones += 1;
  const phone = `+5511955${String(phones).padStart(6, '0')}`;
  await at.arrive(phone, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const finish = () => at.perform(ana, { type: 'finishService', conversationId, serviceId });
  return { phone, conversationId, serviceId, finish };
}
const settings = (change: Partial<EvaluationSetting>) =>
  saveEvaluationSetting(at.pool, nobody, { ...defaultEvaluation, ...change });

it('asks once when a service is finished by hand, as nobody, read and no interaction', async () => {
  const { conversationId, serviceId, finish } = await open();
  const [before] = await rows(
    'select last_interaction_at at from services where id = $1',
    serviceId,
  );
  at.minutes(3);
  await finish();
  await finish();
  const [, question, ...more] = await messagesOf(conversationId);
  expect(more).toEqual([]);
  expect(question).toMatchObject({
    ...{ direction: 'out', kind: 'text', authorId: null, serviceId, status: 'queued' },
    ...{ text: defaultEvaluation.texts['pt-BR'].question, unsettled: 0 },
    content: { evaluation: { part: 'question' } },
  });
  const [service] = await rows(
    'select last_interaction_at at from services where id = $1',
    serviceId,
  );
  expect(service).toEqual(before);
  expect(await oldestQueued(at.pool, conversationId)).toMatchObject({ kind: 'text' });
});

it('asks once when the timer ends it, and not where nobody attended', async () => {
  const { conversationId } = await open();
  await at.arrive('+5511955990001', 'alguém?');
  const { id: alone } = await at.conversation('+5511955990001');
  at.minutes(25 * 60);
  await Promise.all([endOverdue(at.desk), endOverdue(at.desk)]);
  await endOverdue(at.desk);
  expect(await servicesOf(conversationId)).toMatchObject([{ reason: 'inactivity', asked: true }]);
  expect(await partsOf(conversationId)).toEqual([null, 'question']);
  expect(await servicesOf(alone)).toMatchObject([{ reason: 'unattended', asked: false }]);
  expect(await partsOf(alone)).toEqual([null]);
});

it('does not ask about a service that goes back to waiting, or while it is switched off', async () => {
  const bia = await at.person('Bia');
  const { conversationId, serviceId, finish } = await open();
  await at.perform(ana, {
    ...{ type: 'transferService', conversationId, serviceId, attendantId: bia.id },
  });
  await returnServicesOf(at.desk, bia.id, null);
  expect(await partsOf(conversationId)).toEqual([null]);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await settings({ asked: false });
  await finish();
  expect(await partsOf(conversationId)).toEqual([null]);
  await settings({});
});

it('asks in the words and the language of the workspace', async () => {
  const en = { ...defaultEvaluation.texts.en, question: 'From 1 to 5?' };
  await settings({ language: 'en', texts: { ...defaultEvaluation.texts, en } });
  const { conversationId, finish } = await open({ offersLists: true });
  await finish();
  const [, question] = await messagesOf(conversationId);
  expect(question).toMatchObject({ kind: 'choices', text: 'From 1 to 5?' });
  expect(question?.content?.choices?.options[0]?.title).toBe('5 - Great');
  expect(await oldestQueued(at.pool, conversationId)).toMatchObject({ kind: 'choices' });
  await settings({});
});

it('asks in the words of the team whose service it was, or not at all where that wants none', async () => {
  const team = (evaluation: boolean, evaluationText: string | null) =>
    createTeam(
      { pool: at.pool, publish: () => {}, now: at.desk.now, giveBack: async () => {} },
      nobody,
      { name: `Equipe ${evaluation}`, evaluation, evaluationText, memberIds: [ana.id] },
    );
  const [asking, silent] = [await team(true, 'Como foi no exame?'), await team(false, null)];
  for (const [{ id: teamId }, said] of [
    [asking, ['oi', 'Como foi no exame?']],
    [silent, ['oi']],
  ] as const) {
    const { conversationId, serviceId, finish } = await open();
    await at.pool.query('update services set team_id = $1 where id = $2', [teamId, serviceId]);
    await finish();
    expect((await messagesOf(conversationId)).map(({ text }) => text)).toEqual(said);
  }
});

it('asks inside the window only where WhatsApp takes nothing else later', async () => {
  const inside = await open({ onlyTemplatesLater: true });
  await inside.finish();
  expect(await partsOf(inside.conversationId)).toEqual([null, 'question']);
  const outside = await open({ onlyTemplatesLater: true });
  at.minutes(24 * 60);
  await endOverdue(at.desk);
  expect(await servicesOf(outside.conversationId)).toMatchObject([
    { state: 'finished', asked: false },
  ]);
  expect(await partsOf(outside.conversationId)).toEqual([null]);
});

it('takes the next score for the evaluation: no service, nothing to read, a step of the service', async () => {
  const { phone, conversationId, serviceId, finish } = await open();
  await finish();
  at.minutes(1);
  await at.arrive(phone, 'Obrigada!', '4 - demorou um pouco');
  expect(await servicesOf(conversationId)).toMatchObject([
    { score: 4, comment: 'demorou um pouco' },
  ]);
  const score = (await messagesOf(conversationId)).at(-1);
  expect(score).toMatchObject({ serviceId, unsettled: 0, content: { evaluation: { score: 4 } } });
  const steps = await rows(
    `select kind, actor_id actor, holder_id holder from service_steps where service_id = $1 order by id`,
    serviceId,
  );
  expect(steps.at(-1)).toEqual({ kind: 'evaluated', actor: null, holder: ana.id });
  expect(steps.filter(({ kind }) => kind === 'evaluated')).toHaveLength(1);
  const told = at.published.at(-1)?.marks.map(({ entity, id }) => `${entity} ${id}`);
  expect(told).toContain(`service ${serviceId}`);
  // Said once more it is a message like any other.
  await at.arrive(phone, '5');
  expect(await servicesOf(conversationId)).toMatchObject([{ score: 4 }, { state: 'waiting' }]);
});

it('takes a tap on the question, also one that puts it right', async () => {
  const { phone, conversationId, serviceId, finish } = await open({ offersLists: true });
  await finish();
  const tap = (score: number) =>
    at.inbound(phone, `${score} - x`, {
      kind: 'choice',
      content: { choice: { id: `evaluation:${serviceId}:${score}`, title: `${score} - x` } },
    });
  await ingest(at.desk, [tap(2)]);
  await ingest(at.desk, [tap(5)]);
  expect(await servicesOf(conversationId)).toMatchObject([{ score: 5, comment: null }]);
});

it.each(['6', '4 ou 5', 'nota 10', 'e o exame?', 'quero remarcar'])(
  'opens a service for %j, and a score after it is that service’s',
  async (text) => {
    const { phone, conversationId, finish } = await open();
    await finish();
    await at.arrive(phone, text, '5');
    expect(await servicesOf(conversationId)).toMatchObject([
      { state: 'finished', score: null },
      { state: 'waiting', score: null },
    ]);
  },
);

it('takes no score a day later, none that nobody asked for, none when the question did not arrive', async () => {
  const late = await open();
  await late.finish();
  at.minutes(24 * 60 + 1);
  await at.arrive(late.phone, '5');
  expect(await servicesOf(late.conversationId)).toMatchObject([
    { score: null },
    { state: 'waiting' },
  ]);

  await settings({ asked: false });
  const unasked = await open();
  await unasked.finish();
  await settings({});
  await at.arrive(unasked.phone, '5');
  expect(await servicesOf(unasked.conversationId)).toHaveLength(2);

  const failed = await open();
  await failed.finish();
  const queued = await oldestQueued(at.pool, failed.conversationId);
  await ingest(at.desk, [
    {
      ...{ type: 'failure', phone: failed.phone, whatsappId: queued?.whatsappId ?? '' },
      ...{ reason: 'blocked', at: at.desk.now().toISOString() },
    },
  ]);
  await at.arrive(failed.phone, '5');
  expect(await servicesOf(failed.conversationId)).toHaveLength(2);
});

it('the same score handed over twice, or twice at once, is one evaluation', async () => {
  const { phone, conversationId, serviceId, finish } = await open();
  await finish();
  const five = at.inbound(phone, '5');
  await Promise.all([ingest(at.desk, [five, five]), ingest(at.desk, [five])]);
  expect(await servicesOf(conversationId)).toMatchObject([{ score: 5 }]);
  const steps = await rows(
    `select 1 from service_steps where service_id = $1 and kind = 'evaluated'`,
    serviceId,
  );
  expect(steps).toHaveLength(1);
});

it('thanks where that is wanted, asks why after a low score, and takes what follows as the comment', async () => {
  await settings({ thanked: true });
  const low = await open();
  await low.finish();
  await at.arrive(low.phone, '2');
  at.minutes(2);
  await at.arrive(low.phone, 'Esperei demais na recepção');
  expect(await partsOf(low.conversationId)).toEqual([null, 'question', 'score', 'why', 'comment']);
  expect(await servicesOf(low.conversationId)).toMatchObject([
    { score: 2, comment: 'Esperei demais na recepção' },
  ]);
  const high = await open();
  await high.finish();
  await at.arrive(high.phone, '⭐⭐⭐⭐⭐', 'preciso remarcar');
  expect(await partsOf(high.conversationId)).toEqual([null, 'question', 'score', 'thanks', null]);
  expect(await servicesOf(high.conversationId)).toHaveLength(2);
  await settings({});
});

it('does not ask where the contact’s next words begin another service at once', async () => {
  const { phone, conversationId } = await open();
  at.minutes(31);
  await at.arrive(phone, 'oi de novo');
  expect(await servicesOf(conversationId)).toMatchObject([
    { reason: 'inactivity', asked: false },
    { state: 'waiting' },
  ]);
  expect(await partsOf(conversationId)).toEqual([null, null]);
});
