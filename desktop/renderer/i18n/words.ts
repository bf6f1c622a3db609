import type { en } from './en.ts';

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

/** Every text that a person sees, in one language. */
export type Words = Same<typeof en>;

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: 'pt-BR' | 'en';
    Messages: typeof en;
  }
}
