/** When services end by themselves, what contacts are told before, and what opens none afterwards. */
import { type Static, Type } from 'typebox';
import { AutomaticText, TextLanguage } from './automatic-text.ts';
import { nullable } from './scalars.ts';

const strict = { additionalProperties: false };
export const longestSilence = 30 * 24 * 60;
export const longestNotice = 24 * 60;
const Minutes = (maximum: number) => nullable(Type.Integer({ minimum: 1, maximum }));

/** The workspace's setting `timing`; minutes, null: never. */
export const TimingSetting = Type.Object(
  {
    /** Of silence in a service that somebody attends. */
    inactivityMinutes: Minutes(longestSilence),
    /** Of silence in a service that nobody ever started. */
    unattendedMinutes: Minutes(longestSilence),
    /** So long before the end of a service for inactivity its contact is told of it. */
    warningMinutes: Minutes(longestNotice),
    warningLanguage: TextLanguage,
    warningText: AutomaticText,
  },
  strict,
);
export type TimingSetting = Static<typeof TimingSetting>;
export const TimingPatch = Type.Partial(TimingSetting, { ...strict, minProperties: 1 });
export type TimingPatch = Static<typeof TimingPatch>;

/** Longer is no mere farewell. */
export const longestFarewell = 60;
export const mostFarewells = 200;
const Words = Type.Array(
  Type.String({ minLength: 1, maxLength: longestFarewell, pattern: '\\S' }),
  { maxItems: mostFarewells },
);

/** The workspace's setting `farewells`. */
export const FarewellSetting = Type.Object(
  {
    /** After the end of a service; null: a farewell opens one like everything else. */
    minutes: Minutes(longestNotice),
    'pt-BR': Words,
    en: Words,
  },
  strict,
);
export type FarewellSetting = Static<typeof FarewellSetting>;
export const FarewellPatch = Type.Partial(FarewellSetting, { ...strict, minProperties: 1 });
export type FarewellPatch = Static<typeof FarewellPatch>;
