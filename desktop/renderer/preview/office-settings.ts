/** The settings of the clinic, as the office is answered: what is changed is kept until the picture is taken. */
import type { OfficeAnswer, OfficeAsked, OfficeRoute } from '#shared/contract/office.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import { usualTexts } from '#shared/rules/automatic-text.ts';
import { holidaysOfBrazil } from '#shared/rules/brazil-holidays.ts';
import { usualFarewells } from '#shared/rules/farewell.ts';
import { minutesAgo } from './world.ts';

type Named =
  Extract<OfficeRoute, `PATCH /settings/${string}`> extends `PATCH ${infer P}` ? P : never;
type Kept = { [P in Named]: OfficeAnswer<`PATCH ${P}`> };

const kept = (environment: boolean): Kept => ({
  '/settings/workspace': { name: 'Clínica Vida Plena', timeZone: 'America/Sao_Paulo' },
  '/settings/timing': {
    ...{ inactivityMinutes: 30, unattendedMinutes: 24 * 60, warningMinutes: 5 },
    ...{ warningLanguage: 'pt-BR', warningText: usualTexts.warning['pt-BR'] },
  },
  '/settings/farewells': usualFarewells,
  '/settings/retention': { months: null },
  '/settings/email': {
    ...{ on: true, host: 'smtp.vidaplena.example', port: 587, security: 'starttls' },
    ...{ user: 'recado', from: 'Clínica Vida Plena <no-reply@vidaplena.example>' },
    ...{ password: null, hasPassword: true, environment },
  },
  '/settings/greeting': {
    ...{ on: true, againHours: 24, language: 'pt-BR', text: usualTexts.greeting['pt-BR'] },
  },
  '/settings/hours': {
    on: true,
    weekly: [
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
      { days: [1, 2, 3, 4, 5], from: '13:30', to: '18:00' },
      { days: [6], from: '08:00', to: '12:00' },
    ],
    holidays: holidaysOfBrazil(2026)
      .slice(0, 4)
      .map(({ optional: _, ...one }) => one),
    ...{ away: true, awayLanguage: 'pt-BR', awayText: usualTexts.away['pt-BR'] },
  },
});

type Answers = {
  [R in OfficeRoute]?: (asked: OfficeAsked<R>) => OfficeAnswer<R> | ConsoleRefusal;
};

/** `scene` office-refused: what is saved is refused by its first field. */
export function settingAnswers(scene: string): Answers {
  const all: Record<string, object> = kept(scene === 'office-environment');
  const settings = Object.fromEntries(
    Object.keys(all).flatMap((path) => [
      [`GET ${path}`, () => all[path]],
      [
        `PATCH ${path}`,
        ({ body }: { body?: object }) => {
          if (scene === 'office-refused') {
            const [field = ''] = Object.keys(body ?? {});
            return { ok: false, code: 'invalid', detail: '', path: `/${field}` };
          }
          all[path] = { ...all[path], ...body };
          return all[path];
        },
      ],
    ]),
  ) as Answers;
  return {
    ...settings,
    'POST /settings/email/test': () => ({
      ...{ sent: false, to: 'helena@vidaplena.example' },
      detail: 'Invalid login: 535 5.7.8 Error: authentication failed',
    }),
    'GET /settings/installation': () => ({
      version: '0.1.0',
      storage: {
        ...{ kind: 's3', place: 'vidaplena-anexos/recado/', endpoint: null, credentials: true },
      },
      ...{ database: 'embedded', queue: 'postgres', variables: ['STORAGE_URL'] },
    }),
    'GET /settings/retention/count': () => ({
      ...{ before: minutesAgo(24 * 60 * 730), messages: 48_213, attachments: 3_970 },
      conversations: 1_204,
    }),
    'GET /settings/hours/now': () => ({ open: true, changesAt: minutesAgo(-140) }),
  };
}
