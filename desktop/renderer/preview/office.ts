import { v7 } from 'uuid';
import type { Question } from '#shared/contract/bridge.ts';
import type { OutboxEmail } from '#shared/contract/email.ts';
import type { OfficeAnswer, OfficeAsked, OfficeRoute } from '#shared/contract/office.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Saving } from '#shared/contract/saving.ts';
import { auditAnswer } from './audit.ts';
import { settingAnswers } from './office-settings.ts';
import { overviewOf, reportOf } from './reports.ts';
import { savingIn, serviceAnswers } from './services.ts';
import { minutesAgo } from './world.ts';

type Routes = {
  [R in OfficeRoute]?: (asked: OfficeAsked<R>) => OfficeAnswer<R> | ConsoleRefusal;
};

const email = (
  n: number,
  state: OutboxEmail['state'],
  to: string,
  failure: string | null = null,
): OutboxEmail => ({
  ...{ id: v7(), to, state, failure, createdAt: minutesAgo(n * 190 + 12) },
  subject: 'Recado · Clínica Vida Plena: código de acesso / access code',
  text:
    state === 'sent'
      ? null
      : 'Olá, Marina.\n\nSeu código de acesso ao Recado é K7QW-2MXP. Ele vale por 7 dias.',
  sentAt: state === 'sent' ? minutesAgo(n * 190 + 11) : null,
});

const sizeOf = (scene: string) =>
  scene === 'office-empty' ? 'empty' : scene === 'office-crowd' ? 'crowd' : 'usual';

/** What the office is answered at the clinic; `scene` office-empty: nothing anywhere; office-away: no server. */
const routes = (scene: string): Routes => ({
  'GET /workspace/clock': () => ({ timeZone: 'America/Sao_Paulo' }),
  'GET /reports/now': () => overviewOf(sizeOf(scene)),
  'GET /reports/services': ({ query = {} }) => reportOf(query, sizeOf(scene)),
  'GET /audit': auditAnswer(scene),
  ...serviceAnswers(scene),
  ...settingAnswers(scene),
  'GET /outbox/emails': () => ({
    items:
      scene === 'office-empty'
        ? []
        : [
            email(0, 'kept', 'marina.albuquerque@vidaplena.example'),
            email(1, 'queued', 'joao@vidaplena.example'),
            email(2, 'sent', 'ana@vidaplena.example'),
            email(
              3,
              'failed',
              'um.endereco.muito.comprido.que.ninguem.conhece@subdominio.vidaplena.example',
              '550 5.1.1 The email account that you tried to reach does not exist.',
            ),
          ],
    nextCursor: null,
  }),
});

export function officeAnswers(scene: string, tell: (all: Saving[]) => void) {
  const answers = routes(scene);
  return {
    office: ({ route, ...asked }: Question<'office'>): unknown => {
      const answer = answers[route];
      if (scene === 'office-away' || !answer) {
        return { ok: false, code: 'server-unreachable', detail: '' } satisfies ConsoleRefusal;
      }
      return answer(asked as never);
    },
    openOffice: () => null,
    showConversation: () => null,
    beginSaving: ({ savingId, name }: Question<'beginSaving'>) => {
      setTimeout(() => tell([savingIn(scene, savingId, name)]));
      return { begun: true };
    },
    stopSaving: () => null,
  };
}
