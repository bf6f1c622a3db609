import { createContext, useContext } from 'react';
import { useLocale } from 'use-intl';
import { useStore } from 'zustand';
import type { CallsState } from '../calls/state.ts';
import type { DraftsStore } from '../composer/store.ts';
import type { ThreadsStore } from '../conversation/store.ts';
import { createSizes } from '../format/size.ts';
import type { Times } from '../format/time.ts';
import type { ListState } from '../list/store.ts';
import type { TabsState } from '../tabs/store.ts';
import type { OpeningState } from './opening-store.ts';
import type { Stores } from './stores.ts';

export const StoresContext = createContext<Stores | null>(null);
export const TimesContext = createContext<Times | null>(null);

function there<T>(value: T | null): T {
  if (value === null) throw new Error('A component stands outside of its provider.');
  return value;
}
export const useStores = (): Stores => there(useContext(StoresContext));
export const useTimes = (): Times => there(useContext(TimesContext));

const sizes = { 'pt-BR': createSizes('pt-BR'), en: createSizes('en') };
/** Bytes in words, in the language of the console. */
export const useSizes = (): ((bytes: number) => string) => sizes[useLocale()];

type Of<S extends { getState(): unknown }> = ReturnType<S['getState']>;
export const useOpening = <T>(pick: (state: OpeningState) => T): T =>
  useStore(useStores().opening, pick);
export const useList = <T>(pick: (state: ListState) => T): T => useStore(useStores().list, pick);
export const useTabs = <T>(pick: (state: TabsState) => T): T => useStore(useStores().tabs, pick);
export const useThreads = <T>(pick: (state: Of<ThreadsStore>) => T): T =>
  useStore(useStores().threads, pick);
export const useDrafts = <T>(pick: (state: Of<DraftsStore>) => T): T =>
  useStore(useStores().drafts, pick);
export const useCalls = <T>(pick: (state: CallsState) => T): T => useStore(useStores().calls, pick);
/** Renders again only when what is picked changes, so pick the words, not the moment. */
export const useClock = <T>(pick: (now: number) => T): T =>
  useStore(useStores().clock, (state) => pick(state.now));
