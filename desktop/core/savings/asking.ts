/** Asks the server for a file. The token travels in a header, never in an address. */
import type { Saved, SavingTrouble } from '#shared/contract/saving.ts';
import type { Signed } from '../sync/team-rest.ts';

export class SavingFailed extends Error {
  readonly trouble: SavingTrouble;
  constructor(trouble: SavingTrouble, cause?: unknown) {
    super(`A file could not be saved: ${trouble}.`, { cause });
    this.trouble = trouble;
  }
}

/** Below the server's origin. */
export function addressOf(what: Saved): string {
  if (what.kind === 'attachment') return `/api/v1/attachments/${what.attachmentId}?as=download`;
  if (what.kind === 'contact') {
    return `/api/v1/contacts/${what.contactId}/export?language=${what.language}`;
  }
  if (what.kind === 'transcript') {
    const { serviceId, language, notes } = what;
    return `/api/v1/services/${serviceId}/transcript.pdf?language=${language}${notes ? '&notes=true' : ''}`;
  }
  const { format, filter, language } = what;
  // Said, as the list means it where nobody says anything; a report means something else.
  const asked = { by: 'created', ...filter, language };
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return `/api/v1/reports/services.${format}?${query}`;
}

export type Coming = {
  body: ReadableStream<Uint8Array>;
  /** How many services it will have; null: not of services. */
  total: number | null;
  type: string;
  length: string | null;
};

/** @throws SavingFailed unreachable, refused */
export async function askFor(
  { origin, token }: Signed,
  what: Saved,
  signal: AbortSignal,
): Promise<Coming> {
  const response = await fetch(`${origin}${addressOf(what)}`, {
    redirect: 'error',
    signal,
    headers: { authorization: `Bearer ${token}` },
  }).catch((error) => {
    throw new SavingFailed('unreachable', error);
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel().catch(() => {});
    throw new SavingFailed(response.status >= 500 ? 'unreachable' : 'refused');
  }
  const count = response.headers.get('x-row-count');
  return {
    body: response.body,
    total: count === null ? null : Number(count),
    type: response.headers.get('content-type') ?? 'application/octet-stream',
    // What was packed on the way is longer than that here.
    length: response.headers.has('content-encoding')
      ? null
      : response.headers.get('content-length'),
  };
}
