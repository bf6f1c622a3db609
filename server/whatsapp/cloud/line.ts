/** The way to the Cloud API: Meta's own (graph-line.ts), or through AWS (social-line.ts). */
import type { Readable } from 'node:stream';
import type { Template } from '#shared/contract/template.ts';
import type { OutgoingAttachment, Who } from '../driver.ts';
import type { Verdict } from './errors.ts';
import type { Payload } from './payload.ts';

/** It was not done, and why. */
export class LineRefusal extends Error {
  readonly verdict: Verdict;
  readonly retryAfterMs: number | null;
  constructor(verdict: Verdict, cause: unknown, retryAfterMs: number | null = null) {
    super(verdict.reason, { cause });
    this.verdict = verdict;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer. `reached`: it may have been done all the same. */
export class LineAway extends Error {
  readonly reached: boolean;
  constructor(message: string, reached: boolean, cause?: unknown) {
    super(message, { cause });
    this.reached = reached;
  }
}

/** Every part throws LineRefusal or LineAway. */
export type Line = {
  /** As people write it, and the name under which contacts see it; what is not known is left out. */
  number(): Promise<{ shown?: string; name?: string }>;
  /** `given`: Meta's id of the message, where this way tells it. */
  post(payload: Payload): Promise<{ given: string | null; contact?: CalledBy }>;
  /** The contact sees that this message of theirs, and those before it, were read. */
  markRead(whatsappId: string): Promise<void>;
  /** Streams the file there. @returns Meta's id of it */
  upload(attachment: OutgoingAttachment): Promise<string>;
  /** @throws AttachmentGone too */
  download(mediaId: string): Promise<Readable>;
  templates?(): Promise<Template[]>;
  /** Absent: this way carries no voice. */
  calls?: CallLine;
};

export type CallLine = {
  /** Whether the contact has allowed calls. */
  allows(who: Who): Promise<boolean>;
  /** @returns Meta's id of the call */
  connect(payload: Payload): Promise<string>;
  /** Does something to a call that there is. */
  act(payload: Payload): Promise<void>;
};

/** What Meta calls the person to whom it sent. */
export type CalledBy = { wa_id?: string; user_id?: string };

/** Before the first byte of a request could go out. */
export const notReached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
