/** WhatsApp's own word that it has a message: the library is content when the socket took the bytes. */
import type { Sent } from '../driver.ts';

export type Node = { attrs: Record<string, string> };
export type NodeSource = { on(event: string, heard: (node: Node) => void): unknown };

export type Acks = {
  /** Of a message about to be sent: it may be confirmed before the library says that it went. */
  expect(whatsappId: string): {
    /** So long from now on; a file may have taken its time before. */
    within(ms: number): Promise<Sent>;
    forget(): void;
  };
  awaits(whatsappId: string): boolean;
  /** The connection is over: nothing more comes. */
  close(): void;
};

export const noReach = 463;
const reasons: Record<number, string> = {
  [noReach]:
    'WhatsApp does not let this number write first to this contact now. It must not be tried again and again: wait until the contact writes, or for some days.',
  429: 'WhatsApp finds that too much is sent; it goes out later.',
  479: 'WhatsApp could not deliver it to the devices of the contact; it is tried again.',
};
const passing = new Set([408, 429, 479]);

/** What an error in WhatsApp's answer means. */
export function refusal(code: number): Extract<Sent, { ok: false }> {
  const reason = reasons[code] ?? `WhatsApp refused the message (${code}).`;
  return { ok: false, permanent: code < 500 && !passing.has(code), reason, code };
}

const away = {
  ok: false,
  permanent: false,
  reason: 'The connection was lost while sending.',
} as const;
const silent = {
  ok: false,
  permanent: false,
  reason: 'WhatsApp did not confirm it in time.',
} as const;

export function openAcks(ws: NodeSource): Acks {
  const waiting = new Map<string, (sent: Sent) => void>();
  ws.on('CB:ack,class:message', ({ attrs }) => {
    const settle = waiting.get(attrs.id ?? '');
    if (settle) settle(attrs.error ? refusal(Number(attrs.error)) : { ok: true });
  });
  return {
    expect(whatsappId) {
      const { promise: outcome, resolve } = Promise.withResolvers<Sent>();
      const settle = (sent: Sent): void => {
        if (waiting.get(whatsappId) === settle) waiting.delete(whatsappId);
        resolve(sent);
      };
      waiting.set(whatsappId, settle);
      return {
        within(ms) {
          const timer = setTimeout(() => settle(silent), ms);
          return outcome.finally(() => clearTimeout(timer));
        },
        forget: () => settle(away),
      };
    },
    awaits: (whatsappId) => waiting.has(whatsappId),
    close() {
      for (const settle of [...waiting.values()]) settle(away);
    },
  };
}
