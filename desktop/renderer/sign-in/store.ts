import { createStore } from 'zustand/vanilla';
import type { Desk, Opening } from '#shared/contract/bridge.ts';

/** Why a sign-in did not happen, as the screen words it. */
export type SignInTrouble =
  | 'wrong'
  | 'wrongCode'
  | 'emptyCode'
  | 'unreachable'
  | 'tooMany'
  | 'badAddress'
  | 'tooOld'
  | 'app'
  | 'emptyEmail'
  | 'emptyPassword'
  | 'emptyServer';

export type SignInState = {
  busy: boolean;
  trouble: SignInTrouble | null;
  /** The password was right: the code of a second factor is asked for. */
  codeNeeded: boolean;
};

const byCode: Readonly<Record<string, SignInTrouble>> = {
  'wrong-credentials': 'wrong',
  'wrong-code': 'wrongCode',
  unauthenticated: 'wrong',
  forbidden: 'wrong',
  'too-many': 'tooMany',
  'app-too-old': 'tooOld',
  'app-trouble': 'app',
  'server-unreachable': 'unreachable',
  'not-found': 'badAddress',
  'method-not-allowed': 'badAddress',
};

/** A bare name becomes an address: https, or http for this very machine. */
export function addressOf(typed: string): string {
  const text = typed.trim().replace(/\/+$/, '');
  if (/^https?:\/\//i.test(text) || text === '') return text;
  return /^(?:localhost|127\.|\[::1\])/i.test(text) ? `http://${text}` : `https://${text}`;
}

export function createSignInStore(
  desk: Pick<Desk, 'call'>,
  signedIn: (opening: Opening) => Promise<void>,
) {
  const store = createStore<SignInState>(() => ({
    ...{ busy: false, trouble: null, codeNeeded: false },
  }));
  return {
    ...store,
    clear: () => store.setState({ trouble: null, codeNeeded: false }),
    /** True when it happened. */
    async submit(typed: {
      server: string;
      email: string;
      password: string;
      code?: string;
    }): Promise<boolean> {
      if (store.getState().busy) return false;
      const server = addressOf(typed.server);
      const email = typed.email.trim();
      const code = typed.code?.trim() ?? '';
      const missing =
        server === ''
          ? 'emptyServer'
          : email === ''
            ? 'emptyEmail'
            : typed.password === ''
              ? 'emptyPassword'
              : store.getState().codeNeeded && code.length < 6
                ? 'emptyCode'
                : null;
      store.setState({ busy: missing === null, trouble: missing });
      if (missing !== null) return false;
      const answer = await desk
        .call('signIn', {
          ...{ server, email, password: typed.password },
          ...(code !== '' && { code }),
        })
        .catch(() => null);
      if (answer?.ok) {
        store.setState({ busy: false, trouble: null, codeNeeded: false });
        await signedIn(answer.value);
        return true;
      }
      if (answer?.code === 'code-needed') {
        store.setState({ busy: false, trouble: null, codeNeeded: true });
        return false;
      }
      const atServer = answer?.code === 'invalid' && answer.path?.includes('server');
      const trouble = atServer ? 'badAddress' : (byCode[answer?.code ?? 'app-trouble'] ?? 'wrong');
      store.setState({ busy: false, trouble });
      return false;
    },
  };
}
export type SignInStore = ReturnType<typeof createSignInStore>;
