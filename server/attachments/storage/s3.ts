/** Attachments in a bucket that speaks S3. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Address } from './address.ts';
import { BadStorage, NotStored, type Storage } from './storage.ts';

const partSize = 5 * 1024 * 1024;
/** Each part on its way is in memory. */
const partsAtOnce = 2;

export function s3Storage(address: S3Address): Storage {
  const { bucket, prefix, region, endpoint, credentials, links } = address;
  const client = new S3Client({
    region,
    ...(credentials && { credentials }),
    // Others than Amazon seldom have a host name for each bucket, or the newest checksums.
    ...(endpoint && {
      endpoint,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  });
  const at = (place: string) => ({ Bucket: bucket, Key: `${prefix}${place}` });

  async function put(place: string, bytes: Readable, mediaType: string): Promise<void> {
    const upload = new Upload({
      client,
      params: { ...at(place), Body: bytes, ContentType: mediaType },
      partSize,
      queueSize: partsAtOnce,
      // Its parts are taken back when it fails: nothing is stored, and nothing is paid for.
      leavePartsOnError: false,
    });
    try {
      await upload.done();
    } finally {
      bytes.destroy();
    }
  }

  return {
    name: 's3',
    put,
    putFile: (place, file, mediaType) => put(place, createReadStream(file), mediaType),
    async read(place, range) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({
            ...at(place),
            ...(range && { Range: `bytes=${range.first}-${range.last}` }),
          }),
        );
        return Body as Readable;
      } catch (error) {
        throw error instanceof NoSuchKey ? new NotStored(place) : error;
      }
    },
    async remove(place) {
      await client.send(new DeleteObjectCommand(at(place)));
    },
    link: async (place, { seconds, mediaType, disposition }) =>
      links
        ? getSignedUrl(
            client,
            new GetObjectCommand({
              ...at(place),
              ResponseContentType: mediaType,
              ResponseContentDisposition: disposition,
            }),
            { expiresIn: seconds },
          )
        : null,
    async check() {
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }));
      } catch (error) {
        if (!(error instanceof S3ServiceException)) throw error;
        const status = error.$metadata.httpStatusCode ?? 0;
        if (status < 300 || status >= 500) throw error;
        const why = status === 404 ? 'there is no such bucket' : `the answer is ${status}`;
        throw new BadStorage(`the bucket "${bucket}" cannot be used: ${why}`);
      }
    },
    close: () => client.destroy(),
  };
}
