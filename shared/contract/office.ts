/**
 * What the office asks of the server, by the names of its REST routes: one call of the bridge for all.
 * Done now or not at all; what is no admin's is refused by the server.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { AuditEntry, AuditQuery } from './audit.ts';
import { HoursPatch, HoursSetting, OpenNow } from './business-hours.ts';
import { OutboxEmail } from './email.ts';
import { EmailTest, EmailWayPatch, EmailWaySetting } from './email-setting.ts';
import { GreetingPatch, GreetingSetting } from './greeting.ts';
import { Installation } from './installation.ts';
import { Overview } from './overview.ts';
import { ContactErased } from './personal-data.ts';
import { ReportQuery, ServicesReport } from './report.ts';
import { RetentionCount, RetentionPatch, RetentionQuery, RetentionSetting } from './retention.ts';
import { Id, nullable } from './scalars.ts';
import { ServiceDetail, ServiceMessage, ServiceTimes } from './service-detail.ts';
import { ServiceCount, ServiceFilter, ServiceItem, ServiceListQuery } from './service-list.ts';
import { NewServiceView, ServiceView, ServiceViewPatch } from './service-view.ts';
import { FarewellPatch, FarewellSetting, TimingPatch, TimingSetting } from './timing.ts';
import { ClockSetting, WorkspacePatch, WorkspaceSetting } from './workspace.ts';

type Route = { query?: TSchema; body?: TSchema; answer: TSchema };
const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: nullable(Type.String()) });

/** Below /api/v1. Whoever adds one adds nothing else to be able to ask it. */
export const officeRoutes = {
  'GET /audit': { query: AuditQuery, answer: pageOf(AuditEntry) },
  'DELETE /contacts/:id': { answer: ContactErased },
  'GET /reports/now': { answer: Overview },
  'GET /reports/services': { query: ReportQuery, answer: ServicesReport },
  'GET /services': { query: ServiceListQuery, answer: pageOf(ServiceItem) },
  'GET /services/count': { query: ServiceFilter, answer: ServiceCount },
  'GET /services/:id': { answer: ServiceDetail },
  'GET /services/:id/times': { answer: ServiceTimes },
  'GET /services/:id/messages': {
    query: Type.Object({
      ...{ limit: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) },
      thumbnails: Type.Optional(Type.Boolean()),
    }),
    answer: pageOf(ServiceMessage),
  },
  'GET /service-views': {
    query: Type.Object({ limit: Type.Optional(Type.Integer()) }),
    answer: pageOf(ServiceView),
  },
  'POST /service-views': { body: NewServiceView, answer: ServiceView },
  'PATCH /service-views/:id': { body: ServiceViewPatch, answer: ServiceView },
  'DELETE /service-views/:id': { answer: Type.Null() },
  'GET /outbox/emails': {
    query: Type.Object({ cursor: Type.Optional(Type.String()) }),
    answer: pageOf(OutboxEmail),
  },
  'GET /workspace/clock': { answer: ClockSetting },
  'GET /settings/workspace': { answer: WorkspaceSetting },
  'PATCH /settings/workspace': { body: WorkspacePatch, answer: WorkspaceSetting },
  'GET /settings/timing': { answer: TimingSetting },
  'PATCH /settings/timing': { body: TimingPatch, answer: TimingSetting },
  'GET /settings/greeting': { answer: GreetingSetting },
  'PATCH /settings/greeting': { body: GreetingPatch, answer: GreetingSetting },
  'GET /settings/hours': { answer: HoursSetting },
  'PATCH /settings/hours': { body: HoursPatch, answer: HoursSetting },
  'GET /settings/hours/now': { answer: OpenNow },
  'GET /settings/installation': { answer: Installation },
  'GET /settings/retention': { answer: RetentionSetting },
  'PATCH /settings/retention': { body: RetentionPatch, answer: RetentionSetting },
  'GET /settings/retention/count': { query: RetentionQuery, answer: RetentionCount },
  'GET /settings/email': { answer: EmailWaySetting },
  'PATCH /settings/email': { body: EmailWayPatch, answer: EmailWaySetting },
  'POST /settings/email/test': { answer: EmailTest },
  'GET /settings/farewells': { answer: FarewellSetting },
  'PATCH /settings/farewells': { body: FarewellPatch, answer: FarewellSetting },
} as const satisfies Record<string, Route>;

type Routes = typeof officeRoutes;
export type OfficeRoute = keyof Routes;
type Part<R, P extends string> =
  R extends Record<P, infer S extends TSchema> ? Static<S> : undefined;
export type OfficeAnswer<R extends OfficeRoute> = Static<Routes[R]['answer']>;
/** `params`: what stands in the path for `:id` and the like. */
export type OfficeAsked<R extends OfficeRoute> = {
  params?: Record<string, string>;
  query?: Part<Routes[R], 'query'>;
  body?: Part<Routes[R], 'body'>;
};

export const officeSections = [
  'overview',
  'services',
  'reports',
  'people',
  'whatsapp',
  'settings',
  'outbox',
  'audit',
] as const;
export type OfficeSection = (typeof officeSections)[number];
export const OfficeSection = Type.Enum([...officeSections]);

const strict = { additionalProperties: false };
export const officeQuestions = {
  office: Type.Object(
    {
      route: Type.Enum(Object.keys(officeRoutes) as OfficeRoute[]),
      params: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 200 }))),
      query: Type.Optional(
        Type.Record(
          Type.String(),
          Type.Union([Type.String({ maxLength: 400 }), Type.Number(), Type.Boolean()]),
        ),
      ),
      body: Type.Optional(Type.Unknown()),
    },
    strict,
  ),
  /** The office's window, at this section; only where the host has windows. */
  openOffice: Type.Object({ section: OfficeSection }, strict),
  /** The conversation in the console's own window. */
  showConversation: Type.Object({ conversationId: Id }, strict),
} as const;

export type OfficeAnswers = {
  /** As the route says. */
  office: unknown;
  openOffice: null;
  showConversation: null;
};
