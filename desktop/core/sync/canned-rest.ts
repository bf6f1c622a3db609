/** Canned replies over REST: kept now or not at all; using them needs no server. */
import { Compile } from 'typebox/compile';
import {
  CannedReply,
  type CannedReplyPatch,
  type NewCannedReply,
} from '#shared/contract/canned-reply.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { refuse } from '../refuse.ts';
import { askServer } from './server-rest.ts';

const cannedReply = Compile(CannedReply);
const path = '/api/v1/canned-replies';
const withinMs = 15_000;
type Signed = { origin: string; token: string };

/** @throws CallRefused as the server refused, or server-unreachable */
export async function saveCannedReply(
  { origin, token }: Signed,
  id: Id | null,
  body: NewCannedReply | CannedReplyPatch,
): Promise<CannedReply> {
  const answer =
    id === null
      ? await askServer(origin, 'POST', path, { token, body, withinMs })
      : await askServer(origin, 'PATCH', `${path}/${id}`, { token, body, withinMs });
  if (cannedReply.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}

/** @throws CallRefused as the server refused, or server-unreachable */
export async function removeCannedReply({ origin, token }: Signed, id: Id): Promise<null> {
  await askServer(origin, 'DELETE', `${path}/${id}`, { token, body: undefined, withinMs });
  return null;
}
