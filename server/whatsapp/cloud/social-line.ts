/** Over AWS End User Messaging Social: the same payloads, files by way of a bucket. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetLinkedWhatsAppBusinessAccountPhoneNumberCommand,
  GetWhatsAppMessageMediaCommand,
  PostWhatsAppMessageMediaCommand,
  SendWhatsAppMessageCommand,
  SocialMessagingClient,
} from '@aws-sdk/client-socialmessaging';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AttachmentGone } from '../driver.ts';
import { accountReasons, type Verdict } from './errors.ts';
import { type Line, LineAway, LineRefusal, notReached } from './line.ts';
import { type Payload, readOf } from './payload.ts';
import type { SocialSettings } from './settings.ts';
import { approvedOverAws } from './social-templates.ts';

const metaApiVersion = 'v23.0';
/** Seconds that a link into the bucket is good for. */
const linkSeconds = 900;

export function socialLine(settings: SocialSettings, answerMs: number): Line {
  const { region, bucket, phoneNumberId, endpoint, s3Endpoint } = settings;
  const requestHandler = { requestTimeout: answerMs };
  // A repeat of its own could send a message twice: whoever asks decides.
  const social = new SocialMessagingClient({ region, endpoint, maxAttempts: 1, requestHandler });
  const s3 = new S3Client({
    region,
    endpoint: s3Endpoint,
    forcePathStyle: s3Endpoint !== undefined,
    // Otherwise a link to put a file is signed with the checksum of an empty one.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const newKey = (): string => `recado/${randomUUID()}`;
  const drop = (Key: string): Promise<unknown> =>
    // What stays behind is for a rule of the bucket.
    s3.send(new DeleteObjectCommand({ Bucket: bucket, Key })).catch(() => {});
  const sendThere = async (payload: Payload): Promise<void> => {
    const message = Buffer.from(JSON.stringify(payload));
    const originationPhoneNumberId = phoneNumberId;
    await social.send(
      new SendWhatsAppMessageCommand({ originationPhoneNumberId, message, metaApiVersion }),
    );
  };

  return {
    number: () =>
      asked(async () => {
        const id = phoneNumberId;
        const answer = await social.send(
          new GetLinkedWhatsAppBusinessAccountPhoneNumberCommand({ id }),
        );
        const { displayPhoneNumber, displayPhoneNumberName } = answer.phoneNumber ?? {};
        return { shown: displayPhoneNumber, name: displayPhoneNumberName };
      }),
    templates: () => asked(() => approvedOverAws(social, phoneNumberId)),
    post: (payload) =>
      asked(async () => {
        await sendThere(payload);
        // AWS answers with an id of its own; Meta's comes with the first status.
        return { given: null };
      }),
    markRead: (whatsappId) => asked(() => sendThere(readOf(whatsappId))),
    upload: (attachment) =>
      asked(async () => {
        const key = newKey();
        const [ContentType = ''] = attachment.mediaType.split(';');
        const Body = await attachment.open();
        const params = { Bucket: bucket, Key: key, Body, ContentType };
        try {
          await new Upload({ client: s3, params }).done();
          const { mediaId } = await social.send(
            new PostWhatsAppMessageMediaCommand({
              originationPhoneNumberId: phoneNumberId,
              sourceS3File: { bucketName: bucket, key },
            }),
          );
          if (!mediaId) throw new LineAway('AWS names no file.', true);
          return mediaId;
        } finally {
          Body.destroy();
          await drop(key);
        }
      }),
    download: (mediaId) =>
      asked(async () => {
        const Key = newKey();
        const put = new PutObjectCommand({ Bucket: bucket, Key });
        const url = await getSignedUrl(s3, put, { expiresIn: linkSeconds });
        try {
          await social.send(
            new GetWhatsAppMessageMediaCommand({
              mediaId,
              originationPhoneNumberId: phoneNumberId,
              destinationS3PresignedUrl: { url, headers: {} },
            }),
          );
        } catch (error) {
          if ((error as Error).name !== 'ResourceNotFoundException') throw error;
          throw new AttachmentGone('WhatsApp no longer has the file.', { cause: error });
        }
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        if (!(Body instanceof Readable)) throw new LineAway('The bucket gave no bytes.', true);
        Body.once('close', () => void drop(Key));
        return Body;
      }),
  };
}

const verdicts: Record<string, [Verdict['does'], string]> = {
  ThrottledRequestException: ['slower', 'WhatsApp takes no more messages for the moment.'],
  LimitExceededException: ['slower', 'AWS takes no more messages for the moment.'],
  AccessDeniedException: ['account', accountReasons.awsRights],
  AccessDeniedByMetaException: ['account', accountReasons.metaRestricted],
  ResourceNotFoundException: ['account', accountReasons.awsNumber],
  DependencyException: ['later', 'WhatsApp could not send it and did not say why.'],
  InternalServiceException: ['later', 'AWS is not available just now.'],
};

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AttachmentGone || error instanceof LineAway) throw error;
    const { name, message, code, $metadata } = error as Error & {
      code?: string;
      $metadata?: { httpStatusCode?: number };
    };
    const status = $metadata?.httpStatusCode;
    const known = verdicts[name];
    if (known) {
      const [does, reason] = known;
      throw new LineRefusal({ does, reason, code: status ?? 0 }, error);
    }
    if (status !== undefined && status >= 400 && status < 500) {
      throw new LineRefusal({ does: 'refused', reason: message, code: status }, error);
    }
    throw new LineAway(`AWS cannot be reached: ${message}`, !notReached.has(code ?? ''), error);
  }
}
