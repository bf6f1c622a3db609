import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';
import { PersonName } from './user.ts';

const strict = { additionalProperties: false };

/** manual: whoever takes it. The others give what waits to a member who is online and has room. */
export const routings = ['manual', 'roundRobin', 'leastBusy'] as const;
export const Routing = Type.Enum([...routings]);
export type Routing = (typeof routings)[number];

const EvaluationText = Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' });

/** Teams are never deleted: what they did stays theirs. */
export const Team = Type.Object({
  id: Id,
  name: PersonName,
  routing: Routing,
  /** Whether contacts are asked for an evaluation after a service of this team. */
  evaluation: Type.Boolean(),
  /** The words of that question; null: the workspace's. */
  evaluationText: nullable(EvaluationText),
  active: Type.Boolean(),
  memberIds: Type.Array(Id),
});
export type Team = Static<typeof Team>;

const MemberIds = Type.Array(Id, { maxItems: 500, uniqueItems: true });
const settled = {
  routing: Type.Optional(Routing),
  evaluation: Type.Optional(Type.Boolean()),
  evaluationText: Type.Optional(nullable(EvaluationText)),
  /** All of them, in place of those who were. */
  memberIds: Type.Optional(MemberIds),
};
export const NewTeam = Type.Object({ name: PersonName, ...settled }, strict);
export type NewTeam = Static<typeof NewTeam>;
export const TeamPatch = Type.Object(
  { name: Type.Optional(PersonName), active: Type.Optional(Type.Boolean()), ...settled },
  { additionalProperties: false, minProperties: 1 },
);
export type TeamPatch = Static<typeof TeamPatch>;

export const RoutingSettings = Type.Object({
  /** The team of services that contacts begin; null: everybody's. */
  defaultTeamId: nullable(Id),
  /** Who has had no console connected for so long is away. */
  awayMinutes: Type.Integer({ minimum: 1, maximum: 240 }),
  /** What an attendant holds goes back to the queue after so long away; null: never. */
  returnMinutes: nullable(Type.Integer({ minimum: 1, maximum: 1_440 })),
});
export type RoutingSettings = Static<typeof RoutingSettings>;
export const RoutingPatch = Type.Partial(RoutingSettings, {
  additionalProperties: false,
  minProperties: 1,
});
export type RoutingPatch = Static<typeof RoutingPatch>;
