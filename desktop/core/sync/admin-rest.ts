/** What admins set, over REST: tags, how contacts are asked for an evaluation, what consoles keep. */
import { Compile } from 'typebox/compile';
import { type CopyPatch, CopySettings } from '#shared/contract/copies.ts';
import { EvaluationSetting } from '#shared/contract/evaluation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { type NewTag, Tag } from '#shared/contract/tag.ts';
import { refuse } from '../refuse.ts';
import { refusedBy, request } from './server-rest.ts';

const tag = Compile(Tag);
const evaluation = Compile(EvaluationSetting);
const copies = Compile(CopySettings);

type Check<T> = { Check(value: unknown): value is T };
type Asked = { method: string; path: string; body?: unknown };

/** @throws CallRefused as the server refused, or server-unreachable */
async function asked<T>(
  origin: string,
  token: string,
  { method, path, body }: Asked,
  check: Check<T>,
): Promise<T> {
  const response = await request(origin, method, path, { token, body, withinMs: 15_000 });
  if (!response.ok) return refusedBy(response, origin);
  const answer: unknown = await response.json().catch(() => null);
  if (check.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}

/** Null: a new one. @throws CallRefused forbidden, tag-taken, not-found, server-unreachable */
export const saveTag = (origin: string, token: string, id: Id | null, body: NewTag): Promise<Tag> =>
  asked(
    origin,
    token,
    id === null
      ? { method: 'POST', path: '/api/v1/tags', body }
      : { method: 'PATCH', path: `/api/v1/tags/${id}`, body },
    tag,
  );

/** @throws CallRefused forbidden, not-found, server-unreachable */
export async function removeTag(origin: string, token: string, id: Id): Promise<null> {
  const path = `/api/v1/tags/${id}`;
  const response = await request(origin, 'DELETE', path, { token, withinMs: 15_000 });
  return response.ok ? null : refusedBy(response, origin);
}

const settingPath = '/api/v1/settings/evaluation';

/** @throws CallRefused forbidden, server-unreachable */
export const evaluationSetting = (origin: string, token: string): Promise<EvaluationSetting> =>
  asked(origin, token, { method: 'GET', path: settingPath }, evaluation);

/** @throws CallRefused forbidden, invalid, server-unreachable */
export const saveEvaluationSetting = (
  origin: string,
  token: string,
  body: EvaluationSetting,
): Promise<EvaluationSetting> =>
  asked(origin, token, { method: 'PUT', path: settingPath, body }, evaluation);

/** As they are, or as they are after the patch. @throws CallRefused forbidden, invalid, server-unreachable */
export const copySettings = (
  origin: string,
  token: string,
  patch?: CopyPatch,
): Promise<CopySettings> =>
  asked(
    origin,
    token,
    { method: patch ? 'PATCH' : 'GET', path: '/api/v1/copies', body: patch },
    copies,
  );
