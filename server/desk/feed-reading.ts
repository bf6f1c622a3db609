/** What a console asks for to have what the server has: pull, snapshot, older. */
import type {
  Change,
  OlderAnswer,
  OlderRequest,
  PastAnswer,
  PastRequest,
  PullAnswer,
  PullRequest,
  SnapshotPage,
  SnapshotRequest,
} from '#shared/contract/change.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { feedHead } from '../platform/feed.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { changesAfter, namedBy, olderMessages, pastOf, recentConversations } from './feed-store.ts';
import { readChanges } from './rows.ts';

const pageOfChanges = 2_000;
const pageOfConversations = 100;

/** Days of history that a first start gets, and for which the feed keeps its changes. */
export const keptDays = 30;

/**
 * The rows changed after a cursor, as they are now. A row may be newer than the page's cursor says;
 * it then comes once more with a later page, which changes nothing.
 */
export async function pull(pool: Pool, userId: Id, request: PullRequest): Promise<PullAnswer> {
  const { epoch, head } = await feedHead(pool);
  if (request.epoch !== epoch || request.since > head) return { reset: true };
  const limit = request.limit ?? pageOfChanges;
  const page = await changesAfter(pool, userId, request.since, head, limit);
  if (!page) return { reset: true };
  return {
    reset: false,
    epoch,
    cursor: page.length < limit ? head : (page.at(-1)?.seq ?? head),
    head,
    changes: await readChanges(pool, page, userId),
  };
}

/** A first start: what is unfinished or from the last days, newest first, page by page. */
export async function snapshot(
  pool: Pool,
  userId: Id,
  request: SnapshotRequest,
): Promise<SnapshotPage> {
  const { epoch, head } = await feedHead(pool);
  const after = request.after === null ? null : parseAfter(request.after);
  const page = await recentConversations(pool, keptDays, after, pageOfConversations);
  const wanted = await namedBy(pool, page, keptDays, after === null, userId);
  const changes: Change[] = await readChanges(pool, wanted, userId);
  const last = page.at(-1);
  return {
    epoch,
    cursor: head,
    changes: changes.filter((change) => change.row !== null),
    next: last && page.length === pageOfConversations ? `${last.lastActivityAt} ${last.id}` : null,
  };
}

function parseAfter(after: string): { lastActivityAt: string; id: Id } {
  const [lastActivityAt = '', id = ''] = after.split(' ');
  if (Number.isNaN(Date.parse(lastActivityAt)) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new Refused('invalid', 'This is not the end of a page.', { path: '/after' });
  }
  return { lastActivityAt, id };
}

/** Messages before a position, newest last, with the services they belong to. */
export async function older(pool: Pool, request: OlderRequest): Promise<OlderAnswer> {
  return olderMessages(pool, request.conversationId, request.before, request.limit);
}

/** Services, files and links of a conversation, as far back as they are shown. */
export async function past(pool: Pool, request: PastRequest): Promise<PastAnswer> {
  return pastOf(pool, request.conversationId);
}
