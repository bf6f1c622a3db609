import { createStore } from 'zustand/vanilla';

export type DialogName = 'tags' | 'evaluation' | 'newConversation';

/** The dialog that is open, whoever asked for it. */
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
