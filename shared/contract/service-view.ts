/** Named filters of the list of services: an admin's own, or shared by all admins. */
import { type Static, Type } from 'typebox';
import { Id } from './scalars.ts';
import { ServiceFilter } from './service-list.ts';

/** Periods that move with the days; in the workspace's time zone, its weeks begin on Mondays. */
export const periodNames = [
  'today',
  'yesterday',
  'week',
  'last-7-days',
  'last-30-days',
  'month',
  'last-month',
  'year',
] as const;
export type PeriodName = (typeof periodNames)[number];

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

/** With a period that moves with the days, in place of its ends. */
export const SavedFilter = Type.Object(
  { ...ServiceFilter.properties, period: Type.Optional(Type.Enum([...periodNames])) },
  strict,
);
export type SavedFilter = Static<typeof SavedFilter>;

export const ServiceView = Type.Object({
  id: Id,
  name: Name,
  /** All admins see it, and may change it; else only its owner knows of it. */
  shared: Type.Boolean(),
  owner: Type.Object({ id: Id, name: Type.String() }),
  filter: SavedFilter,
});
export type ServiceView = Static<typeof ServiceView>;

export const NewServiceView = Type.Object(
  { name: Name, shared: Type.Boolean(), filter: SavedFilter },
  strict,
);
export type NewServiceView = Static<typeof NewServiceView>;
export const ServiceViewPatch = Type.Object(
  {
    name: Type.Optional(Name),
    shared: Type.Optional(Type.Boolean()),
    filter: Type.Optional(SavedFilter),
  },
  { ...strict, minProperties: 1 },
);
export type ServiceViewPatch = Static<typeof ServiceViewPatch>;
