import { createStore } from 'zustand/vanilla';

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
  | 'outbox';

/** The dialog of the desk that is open: one at a time, from a button, a key or the palette alike. */
export function createDialogs() {
  const store = createStore<{ open: DialogName | null; phone: string }>(() => ({
    open: null,
    phone: '',
  }));
  return {
    ...store,
    show: (open: DialogName) => store.setState({ open, phone: '' }),
    /** To a number that is known already. */
    writeTo: (phone: string) => store.setState({ open: 'newConversation', phone }),
    close: () => store.setState({ open: null }),
  };
}
