/** How contacts are asked for an evaluation, as an admin sets it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { EvaluationSetting } from '#shared/contract/evaluation.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import type { Desk } from './desk.ts';
import { evaluationSetting, saveEvaluationSetting } from './evaluations.ts';

export type EvaluationRoutes = { desk: Pick<Desk, 'pool'>; gates: Gates };

export const evaluationRoutes: FastifyPluginAsyncTypebox<EvaluationRoutes> = async (
  app,
  { desk, gates },
) => {
  app.addHook('onRequest', gates.requireAdmin);
  const about = { tags: ['settings'], security: [{ bearer: [] }] };

  app.get(
    '/api/v1/settings/evaluation',
    {
      schema: {
        ...about,
        summary: 'How contacts are asked what they thought of a service',
        response: { 200: EvaluationSetting },
      },
    },
    () => evaluationSetting(desk.pool),
  );

  app.put(
    '/api/v1/settings/evaluation',
    {
      schema: {
        ...about,
        summary: 'Change it, as a whole',
        body: EvaluationSetting,
        response: { 200: EvaluationSetting },
      },
    },
    (request) => saveEvaluationSetting(desk.pool, doerOf(request), request.body),
  );
};
