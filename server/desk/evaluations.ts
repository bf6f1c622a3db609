/** Asks what contacts thought of a service that finished, and hears the answer. */

import { Compile } from 'typebox/compile';
import { type EvaluationPart, EvaluationSetting } from '#shared/contract/evaluation.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Evaluation } from '#shared/contract/service.ts';
import type { Team } from '#shared/contract/team.ts';
import {
  defaultEvaluation,
  type Heard,
  heardAbout,
  lowScore,
  scoresOf,
} from '#shared/rules/evaluation.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool, Sql, Tx } from '../platform/postgres/pool.ts';
import { changeSetting } from '../platform/settings.ts';
import { say, takesFreely } from './automatic.ts';
import { append, type Desk, type Draft, settleAll } from './desk.ts';
import { questionFailed, saveSetting } from './evaluations-store.ts';
import type { NewMessage } from './messages-store.ts';
import { readChanges } from './rows.ts';
import { type Locked, settingsOf } from './store.ts';

const setting = Compile(EvaluationSetting);

/** The workspace's setting, or what holds where none was made. */
export async function evaluationSetting(sql: Sql): Promise<EvaluationSetting> {
  const { evaluation } = await settingsOf(sql, ['evaluation']);
  return setting.Check(evaluation) ? evaluation : defaultEvaluation;
}

export const saveEvaluationSetting = (
  pool: Pool,
  by: Doer,
  value: EvaluationSetting,
): Promise<EvaluationSetting> =>
  changeSetting(pool, by, {
    area: 'evaluation',
    read: evaluationSetting,
    write: (tx) => saveSetting(tx, 'evaluation', value),
  });

/** About the service that finished last: nothing to read, and nothing that is left to do. */
async function sayAbout(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  what: { part: EvaluationPart['part']; text: string } & Pick<NewMessage, 'content'>,
  now: Instant,
): Promise<void> {
  const { part, text, content } = what;
  const serviceId = locked.standing.latest?.id ?? null;
  const marked = { ...content, evaluation: { part } };
  await say(desk, tx, draft, locked, { serviceId, text, content: marked }, now);
  settleAll(draft, locked);
}

/**
 * Asks about every service that the draft ends, before it is written: the end and its question are
 * one transaction, and a service ends once. Not asked: nobody attended it, something has begun since,
 * WhatsApp takes no free message any more, or the workspace, or the service's team, does not want it.
 */
export async function askAboutEnded(desk: Desk, tx: Tx, draft: Draft): Promise<void> {
  const ended = [...draft.ended].filter(({ standing, group }) => {
    const { current, latest } = standing;
    return !current && !group && latest !== null && latest.finishReason !== 'unattended';
  });
  if (ended.length === 0) return;
  const { asked, language, texts } = await evaluationSetting(tx);
  if (!asked) return;
  const now = desk.now().toISOString();
  for (const locked of ended) {
    const { latest } = locked.standing;
    const team = latest?.teamId ? await teamOf(tx, latest.teamId) : null;
    if (team && !team.evaluation) continue;
    if (!latest || !(await takesFreely(desk, tx, draft, locked.conversation.id, now))) continue;
    const content = desk.offersLists && { choices: scoresOf(latest.id, language) };
    const text = team?.evaluationText ?? texts[language].question;
    await sayAbout(
      desk,
      tx,
      draft,
      locked,
      { part: 'question', text, ...(content && { content }) },
      now,
    );
    draft.asked.set(latest.id, now);
  }
}

async function teamOf(tx: Tx, id: Id): Promise<Team | null> {
  const [change] = await readChanges(tx, [{ entity: 'team', id }], null);
  return change?.entity === 'team' ? change.row : null;
}

/**
 * The answer in a message of the contact, or null for an ordinary one; the draft then has the
 * evaluation. The message itself is appended by the caller, to the service that it is about.
 */
async function hear(
  tx: Tx,
  draft: Draft,
  locked: Locked,
  said: Parameters<typeof heardAbout>[3],
): Promise<Heard | null> {
  const { standing, askedAt } = locked;
  const { latest } = standing;
  if (!latest || askedAt === null || standing.current) return null;
  const { thanked } = await evaluationSetting(tx);
  const heard = heardAbout(latest, askedAt, thanked, said);
  if (!heard || (await questionFailed(tx, latest.id))) return null;
  const before = latest.evaluation;
  const evaluation: Evaluation =
    heard.part === 'score'
      ? { score: heard.score, comment: heard.comment, at: said.at }
      : { score: lowScore, at: said.at, ...before, comment: heard.comment };
  standing.latest = { ...latest, evaluation };
  draft.evaluations.set(latest.id, evaluation);
  if (heard.part === 'score') {
    const { id: serviceId, attendantId: holderId } = latest;
    draft.steps.push({ serviceId, kind: 'evaluated', actorId: null, holderId, at: said.at });
  }
  return heard;
}

type Row = Omit<NewMessage, 'position' | 'conversationId' | 'serviceId'>;

/**
 * Takes a message of the contact that is an evaluation, or a comment on one: it opens no service, and
 * nobody need read it. False: it is an ordinary one.
 */
export async function takeAnswer(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  row: Row,
): Promise<boolean> {
  const heard = await hear(tx, draft, locked, { ...row, at: row.sentAt });
  if (!heard) return false;
  const { part } = heard;
  const evaluation = heard.part === 'score' ? { part, score: heard.score } : { part };
  const serviceId = locked.standing.latest?.id ?? null;
  append(draft, locked, { ...row, serviceId, content: { ...row.content, evaluation } });
  settleAll(draft, locked);
  await thankFor(desk, tx, draft, locked, heard);
  return true;
}

/** Answers a score, where the workspace wants that. */
async function thankFor(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  heard: Heard,
): Promise<void> {
  if (heard.part !== 'score') return;
  const { thanked, language, texts } = await evaluationSetting(tx);
  if (!thanked) return;
  const part = heard.score <= lowScore && heard.comment === null ? 'why' : 'thanks';
  const now = desk.now().toISOString();
  await sayAbout(desk, tx, draft, locked, { part, text: texts[language][part] }, now);
}
