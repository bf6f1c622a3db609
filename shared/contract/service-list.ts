/** The list of services: what one asks for, and one row of it. */
import { type Static, Type } from 'typebox';
import { Moment } from './report.ts';
import { Id, Instant } from './scalars.ts';
import { Evaluation, FinishReason, ServiceState } from './service.ts';

const Named = Type.Object({ id: Id, name: Type.String() });

export const ServiceItem = Type.Object({
  id: Id,
  state: ServiceState,
  contact: Type.Object({
    id: Id,
    name: Type.Optional(Type.String()),
    phone: Type.Optional(Type.String()),
  }),
  attendant: Type.Optional(Named),
  team: Type.Optional(Named),
  createdAt: Instant,
  startedAt: Type.Optional(Instant),
  finishedAt: Type.Optional(Instant),
  finishReason: Type.Optional(FinishReason),
  evaluation: Type.Optional(Evaluation),
});
export type ServiceItem = Static<typeof ServiceItem>;

/**
 * What `from`, `to` and `attendantId` are about: created (and who has it now), first started (and who
 * did), answered for the first time (and who did), finished (and who held it then), open at some time
 * of the period (and who held it at some time of it), or simply there at some time of it.
 */
export const serviceClocks = [
  'created',
  'started',
  'answered',
  'finished',
  'open',
  'life',
] as const;
export const ServiceClock = Type.Enum([...serviceClocks]);
export type ServiceClock = (typeof serviceClocks)[number];

/** What whoever is signed in may ask. */
const plain = {
  state: Type.Optional(ServiceState),
  attendantId: Type.Optional(Type.Union([Id, Type.Literal('nobody')])),
  teamId: Type.Optional(Type.Union([Id, Type.Literal('none')])),
  /** Their id, or their number. */
  contact: Type.Optional(Type.String({ maxLength: 40 })),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
};

/** What only admins may: it tells how colleagues work. */
const office = {
  /** Absent: created. */
  by: Type.Optional(ServiceClock),
  tagId: Type.Optional(Id),
  finishReason: Type.Optional(FinishReason),
  score: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  evaluated: Type.Optional(Type.Boolean()),
  /** Whether the contact was asked for an evaluation. */
  asked: Type.Optional(Type.Boolean()),
  /** Whether it was ever started: those that were have a waiting time and a duration. */
  started: Type.Optional(Type.Boolean()),
  /** When it was created, in the workspace's time zone: 1 Monday to 7 Sunday. */
  weekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
  hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
  /** Words of what is known of the contact, digits of their numbers, or words in its messages. */
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
};
export const officeFilters = Object.keys(office) as (keyof typeof office)[];

const strict = { additionalProperties: false };
const filters = { ...plain, ...office };
export const ServiceFilter = Type.Object(filters, strict);
export type ServiceFilter = Static<typeof ServiceFilter>;

export const ServiceListQuery = Type.Object(
  {
    ...filters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
);

export const ServiceCount = Type.Object({ count: Type.Integer({ minimum: 0 }) });

/** In what language the columns are named; `pt-BR` separates by semicolons, as its Excel does. */
export const exportLanguages = ['pt-BR', 'en'] as const;
export type ExportLanguage = (typeof exportLanguages)[number];
export const ExportQuery = Type.Object(
  { ...filters, language: Type.Optional(Type.Enum([...exportLanguages])) },
  strict,
);
