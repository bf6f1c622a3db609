/** Whether a message of SNS is genuine. */
import { verify } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { reader } from './envelope.ts';

const text = Type.String();
const common = {
  MessageId: text,
  TopicArn: text,
  Message: text,
  Timestamp: text,
  SignatureVersion: Type.Enum(['1', '2']),
  Signature: text,
  SigningCertURL: text,
};
const Notification = Type.Object({
  Type: Type.Literal('Notification'),
  ...common,
  Subject: Type.Optional(text),
});
const Confirmation = Type.Object({
  Type: Type.Enum(['SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  ...common,
  Token: text,
  SubscribeURL: text,
});
const SnsMessage = Type.Union([Notification, Confirmation]);
export type SnsMessage = Static<typeof SnsMessage>;
export const readSns = reader(SnsMessage);

/** Nobody else has a host under these names. */
export function isOfSns(url: string, path = /^\//): boolean {
  const { protocol, hostname, port, pathname, username } = URL.parse(url) ?? {};
  return (
    protocol === 'https:' &&
    !port &&
    !username &&
    /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(hostname ?? '') &&
    path.test(pathname ?? '')
  );
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** The very bytes that SNS signs. */
export function signedText(message: SnsMessage): string {
  const fields =
    message.Type === 'Notification' ? signedFields.Notification : signedFields.confirmation;
  const values = message as Record<string, string | undefined>;
  return fields
    .flatMap((field) => (values[field] === undefined ? [] : [`${field}\n${values[field]}\n`]))
    .join('');
}

/** @param certificateOf fetches a certificate from SNS; it is asked of no other host */
export async function isGenuine(
  message: SnsMessage,
  certificateOf: (url: string) => Promise<string>,
): Promise<boolean> {
  const { SigningCertURL, SignatureVersion, Signature } = message;
  if (!isOfSns(SigningCertURL, /^\/SimpleNotificationService-[\w-]+\.pem$/)) return false;
  const certificate = await certificateOf(SigningCertURL);
  const algorithm = SignatureVersion === '1' ? 'sha1' : 'sha256';
  const bytes = Buffer.from(signedText(message));
  return verify(algorithm, bytes, certificate, Buffer.from(Signature, 'base64'));
}

/** Keeps what it fetched: the same few certificates sign everything. */
export function fetchedCertificates(get: typeof fetch = fetch): (url: string) => Promise<string> {
  const kept = new Map<string, string>();
  return async (url) => {
    const known = kept.get(url);
    if (known) return known;
    const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`SNS gave no certificate (${response.status})`);
    const certificate = await response.text();
    if (kept.size > 20) kept.clear();
    kept.set(url, certificate);
    return certificate;
  };
}
