import { generateKeyPairSync, sign } from 'node:crypto';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { tellRefusals } from '../../platform/refusals.ts';
import type { DriverEvent } from '../driver.ts';
import { isOfSns, type SnsMessage, signedText } from './sns.ts';
import { snsRoutes } from './sns-routes.ts';
import { inbound, theirs } from './test-webhooks.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const others = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const certificateAt = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem';
const topicArn = 'arn:aws:sns:us-east-1:123456789012:whatsapp';

type Fields = Record<string, string | undefined>;
const signed = (fields: Fields, key = keys.privateKey): Fields => {
  const algorithm = fields.SignatureVersion === '1' ? 'sha1' : 'sha256';
  const bytes = Buffer.from(signedText(fields as unknown as SnsMessage));
  return { ...fields, Signature: sign(algorithm, bytes, key).toString('base64') };
};
const common = {
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topicArn,
  Timestamp: '2026-11-21T12:00:00.000Z',
  SignatureVersion: '2',
  SigningCertURL: certificateAt,
};
/** As AWS documents it: Meta's entry as a text in a text. */
const published = (body: { entry: object[] }) =>
  JSON.stringify({
    context: {
      MetaWabaIds: [{ wabaId: '102290129340398', arn: 'arn:aws:social-messaging:…' }],
      MetaPhoneNumberIds: [{ metaPhoneNumberId: '106540352242922', arn: 'arn:aws:…' }],
    },
    whatsAppWebhookEntry: JSON.stringify(body.entry[0]),
    aws_account_id: '123456789012',
    message_timestamp: '2026-11-21T12:00:00.271279391Z',
  });
const notification = (more: Fields = {}): Fields => ({
  Type: 'Notification',
  ...common,
  Message: published(inbound('text', { body: 'oi' })),
  ...more,
});
const confirmation = (more: Fields = {}): Fields => ({
  Type: 'SubscriptionConfirmation',
  ...common,
  Message: 'You have chosen to subscribe to the topic.',
  Token: '2336412f37',
  SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37',
  ...more,
});

async function topic(take?: () => void) {
  const taken: DriverEvent[] = [];
  const asked: string[] = [];
  const get = async (url: string | URL | Request) => {
    asked.push(String(url));
    return new Response(pem);
  };
  const app = Fastify();
  onTestFinished(() => app.close());
  tellRefusals(app);
  await app.register(snsRoutes, {
    settings: { topicArn, phoneId: '106540352242922' },
    take: take ?? ((events) => void taken.push(...events)),
    get: get as typeof fetch,
  });
  const post = async (body: Fields | string) => {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'text/plain; charset=UTF-8' };
    const url = '/hooks/whatsapp/sns';
    return (await app.inject({ method: 'POST', url, headers, payload })).statusCode;
  };
  return { post, taken, asked };
}

it.each(['1', '2'])(
  'takes what SNS signed (version %s), and asks for a certificate once',
  async (v) => {
    const { post, taken, asked } = await topic();
    expect(await post(signed(notification({ SignatureVersion: v })))).toBe(200);
    expect(await post(signed(notification({ SignatureVersion: v, Subject: 'a subject' })))).toBe(
      200,
    );
    const event = { type: 'message', phone: `+${theirs}`, kind: 'text', text: 'oi' };
    expect(taken).toEqual([expect.objectContaining(event), expect.objectContaining(event)]);
    expect(asked).toEqual([certificateAt]);
  },
);

const good = signed(notification());
it.each<[string, Fields]>([
  ['of another key', signed(notification(), others.privateKey)],
  ['of another message', { ...good, Message: published(inbound('text', { body: 'no' })) }],
  ['of another topic', signed(notification({ TopicArn: `${topicArn}2` }))],
  ['of another type', { ...signed(confirmation()), ...{ Type: 'UnsubscribeConfirmation' } }],
  ['with a subject put in', { ...good, Subject: 'x' }],
  ['that is none', { ...good, Signature: 'AAAA' }],
])('turns a signature away %s, and journals nothing', async (_, message) => {
  const { post, taken, asked } = await topic();
  expect(await post(message)).toBe(401);
  expect(taken).toEqual([]);
  expect(asked.filter((url) => url.includes('Confirm'))).toEqual([]);
});

it.each([
  'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
  'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem',
  'https://evil.example/sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
  'https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-0.pem',
  'https://bucket.s3.amazonaws.com/SimpleNotificationService-0.pem',
  'https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-0.pem',
  'https://sns.us-east-1.amazonaws.com/other.pem',
  'file:///etc/ssl/SimpleNotificationService-0.pem',
  'not an address',
])('asks nobody for the certificate at %s', async (SigningCertURL) => {
  const { post, taken, asked } = await topic();
  expect(await post(signed(notification({ SigningCertURL })))).toBe(401);
  expect(asked).toEqual([]);
  expect(taken).toEqual([]);
});

it('confirms its own subscription, at SNS only', async () => {
  const { post, asked } = await topic();
  expect(await post(signed(confirmation()))).toBe(200);
  expect(asked).toEqual([certificateAt, confirmation().SubscribeURL]);
  const elsewhere = signed(confirmation({ SubscribeURL: 'https://evil.example/' }));
  expect(await post(elsewhere)).toBe(400);
  expect(asked).toHaveLength(2);
});

it('answers 503 when the journal does not take it, and 400 to what it cannot read', async () => {
  const { post } = await topic(() => {
    throw new Error('disk full');
  });
  expect(await post(good)).toBe(503);
  expect(await post('')).toBe(400);
  expect(await post({ Type: 'Notification' })).toBe(400);
});

it('knows the hosts of SNS', () => {
  expect(isOfSns('https://sns.sa-east-1.amazonaws.com/x')).toBe(true);
  expect(isOfSns('https://sns.cn-north-1.amazonaws.com.cn/x')).toBe(true);
  expect(isOfSns('https://sns.amazonaws.com/x')).toBe(false);
});
