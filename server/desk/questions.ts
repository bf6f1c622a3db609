/** What a console may ask over its socket, and who answers. */
import {
  OlderRequest,
  type OpenServiceRequest as OpenService,
  OpenServiceRequest,
  type PastRequest as Past,
  PastRequest,
  type PullRequest as Pull,
  PullRequest,
  SnapshotRequest,
} from '#shared/contract/change.ts';
import { type Command, commandSchemas } from '#shared/contract/command.ts';
import { type PlaceRequest as Place, PlaceRequest } from '#shared/contract/place.ts';
import { type SearchRequest as Search, SearchRequest } from '#shared/contract/search.ts';
import type { AppToServer } from '#shared/contract/socket.ts';
import { type Question, schemaBy } from '../platform/realtime.ts';
import { carryOut } from './commands.ts';
import type { Desk } from './desk.ts';
import { older, past, pull, snapshot } from './feed-reading.ts';
import { openFor } from './opening.ts';
import { placeOf } from './places-store.ts';
import { search } from './search.ts';

const ok = <T>(value: T) => ({ ok: true as const, value });

const commandSchema = schemaBy('type', commandSchemas);

export function deskQuestions(desk: Desk): Record<Exclude<keyof AppToServer, 'call'>, Question> {
  return {
    pull: {
      schemaOf: () => PullRequest,
      answer: async (user, request: Pull) => ok(await pull(desk.pool, user.id, request)),
    },
    snapshot: {
      schemaOf: () => SnapshotRequest,
      answer: async (user, request: { after: string | null }) =>
        ok(await snapshot(desk.pool, user.id, request)),
    },
    older: {
      schemaOf: () => OlderRequest,
      answer: async (_user, request: { conversationId: string; before: number; limit: number }) =>
        ok(await older(desk.pool, request)),
    },
    past: {
      schemaOf: () => PastRequest,
      answer: async (_user, request: Past) => ok(await past(desk.pool, request)),
    },
    place: {
      schemaOf: () => PlaceRequest,
      answer: async (_user, request: Place) => ok({ place: await placeOf(desk.pool, request) }),
    },
    openService: {
      schemaOf: () => OpenServiceRequest,
      answer: async (user, request: OpenService) => ok(await openFor(desk, user, request)),
    },
    search: {
      schemaOf: () => SearchRequest,
      answer: async (_user, request: Search) => ok(await search(desk.pool, request)),
    },
    command: {
      schemaOf: commandSchema,
      answer: async (user, command: Command) => {
        const { repeated: _, ...answer } = await carryOut(desk, user, command);
        return answer;
      },
    },
  };
}
