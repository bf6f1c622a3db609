import { type Static, Type } from 'typebox';
import { Id } from './scalars.ts';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('attendant')]);
export type Role = Static<typeof Role>;

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
export const Password = Type.String({ minLength: 10, maxLength: 200 });
export const PersonName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });

/** away: chosen, or no console of theirs has been connected for a while. */
export const Availability = Type.Enum(['online', 'away']);
export type Availability = Static<typeof Availability>;
export const AvailabilityChoice = Type.Object(
  { availability: Availability },
  { additionalProperties: false },
);
export type AvailabilityChoice = Static<typeof AvailabilityChoice>;

/** Open services up to which routing gives more; what one takes by hand may exceed it. */
export const Capacity = Type.Integer({ minimum: 0, maximum: 200 });
export const CapacityChoice = Type.Object({ capacity: Capacity }, { additionalProperties: false });
export type CapacityChoice = Static<typeof CapacityChoice>;

/** A user as the admin's side sees one. */
export const User = Type.Object({
  id: Id,
  name: PersonName,
  email: Email,
  role: Role,
  active: Type.Boolean(),
});
export type User = Static<typeof User>;

/** A user as colleagues see one: what is synced to every console. */
export const Colleague = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  active: Type.Boolean(),
  // Absent: the server is older than these.
  availability: Type.Optional(Availability),
  capacity: Type.Optional(Capacity),
});
export type Colleague = Static<typeof Colleague>;

export const NewUser = Type.Object(
  { name: PersonName, email: Email, role: Role, password: Type.Optional(Password) },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

export const UserPatch = Type.Object(
  {
    name: Type.Optional(PersonName),
    role: Type.Optional(Role),
    active: Type.Optional(Type.Boolean()),
    password: Type.Optional(Password),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UserPatch = Static<typeof UserPatch>;
