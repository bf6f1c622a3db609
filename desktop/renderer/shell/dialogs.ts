import { createStore } from 'zustand/vanilla';
import type { Instant } from '#shared/contract/scalars.ts';

export type DialogName =
  | 'palette'
  | 'shortcuts'
  | 'whatsapp'
  | 'supervisor'
  | 'teams'
  | 'tags'
  | 'evaluation'
  | 'copies'
  | 'newConversation'
  | 'signOut'
  | 'transfer'
  | 'outbox'
  | 'date';

/** The dialog of the desk that is open: one at a time, from a button, a key or the palette alike. */
export function createDialogs() {
  const store = createStore<{ open: DialogName | null; phone: string; day: Instant | null }>(
    () => ({
      open: null,
      phone: '',
      day: null,
    }),
  );
  return {
    ...store,
    show: (open: DialogName) => store.setState({ open, phone: '', day: null }),
    /** To a number that is known already. */
    writeTo: (phone: string) => store.setState({ open: 'newConversation', phone }),
    /** Beginning at this one. */
    pickDate: (day: Instant) => store.setState({ open: 'date', day }),
    close: () => store.setState({ open: null }),
  };
}
