/** Groups over a linked device; each of these fails when its remedy is taken out. */
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import type { DriverEvent, Outgoing } from '../driver.ts';
import { openTestLinked, pairedBefore, testLinked } from './test-linked.ts';
import { me, from as messageFrom, now } from './test-messages.ts';
import {
  messageNode,
  nothingMore,
  result,
  type WhatsappServer,
  whatsappServer,
} from './test-whatsapp-server.ts';
import { eventsOf } from './translate.ts';
import { receiptsOf } from './translate-rest.ts';

let database: TestDatabase;
let whatsapp: WhatsappServer;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('delete from linked_auth');
  await pairedBefore(database.pool);
  whatsapp = await whatsappServer();
  onTestFinished(() => whatsapp.close());
});

const group = '120363000000000001';
const jid = `${group}@g.us`;
const bia = '111111@lid';
const rui = '222222@lid';
const isMessage = (id: string) => (event: DriverEvent) =>
  event.type === 'message' && event.whatsappId === id;
const inGroup = (id: string, text: string, participant = bia, more: Record<string, string> = {}) =>
  messageNode(
    id,
    { conversation: text },
    {
      from: jid,
      participant,
      participant_pn: '5511999990011@s.whatsapp.net',
      notify: 'Bia',
      ...more,
    },
  );

/** A session to which WhatsApp tells what the group is. */
async function session(shown: () => boolean) {
  const asked: BinaryNode[] = [];
  whatsapp.answer = (question) => {
    if (question.attrs.xmlns !== 'w:g2') return undefined;
    asked.push(question);
    const participants: BinaryNode[] = [
      { tag: 'participant', attrs: { jid: bia, type: 'admin' } },
      { tag: 'participant', attrs: { jid: rui } },
    ];
    const attrs = {
      id: group,
      subject: 'Condomínio',
      addressing_mode: 'lid',
      s_t: '1',
      creation: '1',
    };
    return result(question.attrs.id ?? '', [{ tag: 'group', attrs, content: participants }]);
  };
  const linked = testLinked(database.pool, whatsapp.url, { groupsShown: shown });
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  return { linked, visit, asked };
}

test('ignored, nothing of a group is taken; shown from now on, without a new session', async () => {
  let shown = false;
  const { linked, visit, asked } = await session(() => shown);
  visit.send(inGroup('G1', 'antes'));
  visit.send(messageNode('P1', { conversation: 'de uma pessoa' }, { from: '777@lid' }));
  await linked.event(isMessage('P1'));
  shown = true;
  visit.send(inGroup('G2', 'depois'));
  expect(await linked.event(isMessage('G2'))).toMatchObject({
    ...{ phone: null, group, text: 'depois' },
    by: { id: bia, name: 'Bia', phone: '+5511999990011' },
  });
  shown = false;
  visit.send(inGroup('G3', 'e agora?'));
  visit.send(messageNode('P2', { conversation: 'fim' }, { from: '777@lid' }));
  await linked.event(isMessage('P2'));
  const told = linked.events.flatMap((event) => (event.type === 'message' ? event.whatsappId : []));
  expect(told).toEqual(['P1', 'G2', 'P2']);
  expect(asked.length).toBeLessThanOrEqual(1);
});

test('what a group is called is asked for once, told, and known from then on', async () => {
  const { linked, visit, asked } = await session(() => true);
  visit.send(inGroup('G1', 'oi'));
  const named = await linked.event(
    (event) => event.type === 'person' && event.group === group && event.name !== null,
  );
  expect(named).toMatchObject({ phone: null, name: 'Condomínio' });
  visit.send(inGroup('G2', 'oi?', rui));
  expect(await linked.event(isMessage('G2'))).toMatchObject({ name: 'Condomínio' });
  expect(asked).toHaveLength(1);
  visit.send({
    tag: 'notification',
    attrs: { id: 'N1', from: jid, participant: bia, type: 'w:gp2', t: '1700000002' },
    content: [{ tag: 'subject', attrs: { subject: 'Bloco B', s_t: '2' } }],
  });
  await linked.event((event) => event.type === 'person' && event.name === 'Bloco B');
});

test('two people who choose the same id at once each keep their own words', async () => {
  const { linked, visit } = await session(() => true);
  visit.send(inGroup('SAME', 'da Bia', bia));
  visit.send(inGroup('SAME', 'do Rui', rui, { notify: 'Rui' }));
  visit.send(inGroup('END', 'fim', rui));
  await linked.event(isMessage('END'));
  const said = linked.events.flatMap((event) =>
    event.type === 'message' ? [[event.by?.id, event.text]] : [],
  );
  expect(said.sort()).toEqual([
    [bia, 'da Bia'],
    [rui, 'do Rui'],
    [rui, 'fim'],
  ]);
});

test('what we write goes to the group; its members are asked for once', async () => {
  const { linked, visit, asked } = await session(() => true);
  const message: Outgoing = { phone: null, group, whatsappId: '3EB01', kind: 'text', text: 'oi' };
  expect(await linked.driver.send(message)).toEqual({ ok: true });
  const sent = await visit.hears(({ tag, attrs }) => tag === 'message' && attrs.id === '3EB01');
  expect(sent.attrs).toMatchObject({ to: jid, addressing_mode: 'lid' });
  visit.send(inGroup('G1', 'oi'));
  await linked.event((event) => event.type === 'person' && event.name === 'Condomínio');
  const before = asked.length;
  expect(await linked.driver.send({ ...message, whatsappId: '3EB02' })).toEqual({ ok: true });
  expect(asked).toHaveLength(before);
});

test('a reaction of ours names whoever wrote the message', async () => {
  const { linked, visit } = await session(() => true);
  const of = { whatsappId: 'G1', fromMe: false, text: 'oi', author: bia };
  const reaction: Outgoing = {
    phone: null,
    group,
    whatsappId: '3EB0R',
    kind: 'reaction',
    of,
    emoji: '👍',
  };
  expect(await linked.driver.send(reaction)).toEqual({ ok: true });
  const sent = await visit.hears(({ tag, attrs }) => tag === 'message' && attrs.id === '3EB0R');
  expect(sent.attrs.to).toBe(jid);
});

test('a receipt of somebody of it is told; one of our own phone is not', async () => {
  const { linked, visit } = await session(() => true);
  const receipt = (id: string, participant: string): BinaryNode => ({
    tag: 'receipt',
    attrs: { id, from: jid, participant, type: 'read', t: '1700000003' },
  });
  visit.send(receipt('OUT0', '999000999@lid'));
  visit.send(receipt('OUT1', bia));
  const read = await linked.event((event) => event.type === 'status');
  expect(read).toMatchObject({ phone: null, group, whatsappId: 'OUT1', status: 'read' });
});

const about = () => ({ name: 'Condomínio', isAdmin: (one: string) => one === bia });
const events = (message: proto.IMessage, participant = rui, more = {}) =>
  eventsOf(
    messageFrom(message, {
      key: {
        remoteJid: jid,
        id: 'M1',
        fromMe: false,
        participant,
        participantAlt: '5511999990022@s.whatsapp.net',
      },
      pushName: 'Rui',
      ...more,
    }),
    { me, now, groups: true, about },
  );
const revoke = (participant?: string): proto.IMessage => ({
  protocolMessage: {
    type: proto.Message.ProtocolMessage.Type.REVOKE,
    key: { remoteJid: jid, id: 'X', fromMe: false, ...(participant && { participant }) },
  },
});

test.each([
  ['their own', rui, rui, { by: { id: rui } }],
  ['their own, by their other name', '5511999990022@s.whatsapp.net', rui, { by: { id: rui } }],
  ['their own, unnamed', undefined, rui, { by: { id: rui } }],
  ['another’s, as an admin', rui, bia, { by: { id: bia }, author: rui, toOurs: false }],
  ['ours, as an admin', '999000999@lid', bia, { by: { id: bia }, toOurs: true }],
])('somebody deletes a message: %s', (_, author, participant, expected) => {
  expect(events(revoke(author), participant)).toMatchObject([
    { type: 'delete', group, whatsappId: 'X', ...expected },
  ]);
});

test('nobody deletes the message of another, nor ours, but an admin', () => {
  expect(events(revoke(bia), rui)).toEqual([]);
  expect(events(revoke('999000999@lid'), rui)).toEqual([]);
});

test('a quote and a reaction name whoever wrote what they are about', () => {
  const contextInfo = { stanzaId: 'Q', participant: bia, quotedMessage: { conversation: 'a' } };
  expect(events({ extendedTextMessage: { text: 'b', contextInfo } })).toMatchObject([
    { text: 'b', quoted: { whatsappId: 'Q', fromMe: false, author: bia } },
  ]);
  const key = { remoteJid: jid, id: 'Q', fromMe: false, participant: bia };
  expect(events({ reactionMessage: { key, text: '👍' } })).toMatchObject([
    { type: 'reaction', whatsappId: 'Q', toOurs: false, author: bia, by: { id: rui } },
  ]);
  const ours = { ...contextInfo, participant: '999000999@lid' };
  const [answer] = events({ extendedTextMessage: { text: 'c', contextInfo: ours } });
  expect(answer).toMatchObject({ quoted: { fromMe: true } });
  expect(answer).not.toHaveProperty('quoted.author');
});

test('a message of a group from nobody is nothing; ignored, none is', () => {
  const bare = { key: { remoteJid: jid, id: 'M1', fromMe: false } };
  expect(events({ conversation: 'oi' }, rui, bare)).toEqual([]);
  const message = messageFrom({ conversation: 'oi' }, { key: { ...bare.key, participant: rui } });
  expect(eventsOf(message, { me, now })).toEqual([]);
});

test('of receipts each says how far it has come', () => {
  const key = { remoteJid: jid, id: 'OUT1', fromMe: true };
  const told = (receipt: object) =>
    receiptsOf([{ key, receipt: { userJid: bia, ...receipt } }], { me, now, groups: true }).map(
      (event) => event.type === 'status' && event.status,
    );
  expect(told({ receiptTimestamp: 5 })).toEqual(['delivered']);
  expect(told({ readTimestamp: 5 })).toEqual(['read']);
  expect(told({ playedTimestamp: 5 })).toEqual(['played']);
});
