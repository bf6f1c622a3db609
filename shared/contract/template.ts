import { type Static, Type } from 'typebox';
import { nullable } from './scalars.ts';

/** What a header can be beside a text. */
export const headerKinds = ['image', 'video', 'document'] as const;
export type HeaderKind = (typeof headerKinds)[number];

/** A text that WhatsApp approved, to write with when it takes nothing else (messaging-window.ts). */
export const Template = Type.Object({
  name: Type.String(),
  /** As Meta writes it: pt_BR. */
  language: Type.String(),
  /** MARKETING or UTILITY, and what Meta adds to these. */
  category: Type.String(),
  /** Of each part the text; {{1}} or {{a_name}} stand for values. */
  header: nullable(Type.String()),
  /** The header is a file of this kind, chosen with each sending. */
  headerKind: Type.Optional(Type.Enum([...headerKinds])),
  body: Type.String(),
  footer: nullable(Type.String()),
});
export type Template = Static<typeof Template>;
