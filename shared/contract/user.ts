import { type Static, Type } from 'typebox';
import { Id } from './scalars.ts';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('attendant')]);
export type Role = Static<typeof Role>;

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
export const Password = Type.String({ minLength: 10, maxLength: 200 });
export const PersonName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });

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
