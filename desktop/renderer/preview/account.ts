import { v7 } from 'uuid';
import type { AccountAnswers } from '#shared/contract/account-calls.ts';
import type { Question } from '#shared/contract/bridge.ts';
import type { OwnSignIn } from '#shared/contract/own-account.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Colleague, User } from '#shared/contract/user.ts';
import { me, minutesAgo } from './world.ts';

type Answers = {
  [C in keyof AccountAnswers]: (question: Question<C>) => AccountAnswers[C] | ConsoleRefusal;
};
const refusal = (code: ConsoleRefusal['code']): ConsoleRefusal => ({
  ...{ ok: false, code, detail: code },
});
const soon = () => new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();
const emailOf = (name: string): string =>
  `${name
    .normalize('NFD')
    .replace(/[^\w ]/g, '')
    .split(' ')[0]
    ?.toLowerCase()}@vidaplena.example`;

const places = (): OwnSignIn[] => [
  {
    ...{ id: v7(), device: 'recepcao-01 · Windows', current: true },
    ...{ createdAt: minutesAgo(9 * 1_440), seenAt: minutesAgo(1) },
  },
  {
    ...{ id: v7(), device: 'notebook-da-marina · macOS', current: false },
    ...{ createdAt: minutesAgo(3 * 1_440), seenAt: minutesAgo(7) },
  },
  {
    ...{ id: v7(), device: '', current: false },
    ...{ createdAt: minutesAgo(27 * 1_440), seenAt: minutesAgo(5 * 1_440 + 80) },
  },
];

/** Ways in, one's own account and the people of the clinic; the code `ERRADO` is wrong. */
export function accountAnswers(colleagues: readonly Colleague[]): Answers {
  const people: User[] = colleagues.map(({ id, name, role, active }) => ({
    ...{ id, name, role, active },
    email: id === me.id ? me.email : emailOf(name),
  }));
  let signIns = places();
  return {
    askForCode: ({ server }) => (server.includes('nowhere') ? refusal('server-unreachable') : null),
    confirmCode: ({ code }) => (code === 'ERRADO' ? refusal('wrong-code') : null),
    saveOwnName: ({ name }) => ({ ...(people[0] as User), name }),
    changeOwnPassword: ({ current }) => (current === 'certa' ? null : refusal('wrong-credentials')),
    ownSignIns: () => signIns,
    endOwnSignIn: ({ id }) => {
      signIns = signIns.filter((one) => one.id !== id);
      return null;
    },
    ownFactor: () => ({ since: null, recoveryLeft: 0 }),
    beginFactor: ({ password }) =>
      password === 'certa'
        ? {
            secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
            uri: 'otpauth://totp/Recado%20Vida%20Plena:ana?issuer=Recado&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
          }
        : refusal('wrong-credentials'),
    confirmFactor: ({ code }) =>
      code === '123456'
        ? { codes: Array.from({ length: 8 }, (_, n) => `K7QW${n + 2}-MXPH${9 - n}`) }
        : refusal('wrong-code'),
    endFactor: () => null,
    endFactorOf: () => null,
    users: () => people,
    addUser: (user) => {
      if (people.some(({ email }) => email === user.email)) return refusal('email-taken');
      const made = { ...user, id: v7(), active: true };
      people.push(made);
      return { ...made, invitation: { code: 'K7QW-2MXP', expiresAt: soon() } };
    },
    changeUser: ({ id, patch }) => {
      const index = people.findIndex((one) => one.id === id);
      const before = people[index];
      if (!before) return refusal('not-found');
      if (id === me.id && (patch.active === false || patch.role === 'attendant')) {
        return refusal('last-admin');
      }
      const after = { ...before, ...patch };
      people[index] = after;
      return after;
    },
    codeFor: () => ({ code: 'H4TN-9CRE', expiresAt: soon() }),
  };
}
