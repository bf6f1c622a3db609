/** The Chrome DevTools Protocol over a pipe: Chromium ends when this process does. */
import type { Readable, Writable } from 'node:stream';

type Params = Record<string, unknown>;
export type Heard = (params: never) => void;

export type Session = {
  send<T = unknown>(method: string, params?: Params): Promise<T>;
  on(method: string, listener: Heard): void;
};
export type Cdp = Session & { session(id: string): Session; end(id: string): void };

/** A command was not answered because its page, or Chromium, is gone. */
export class Gone extends Error {}

type Waiting = { method: string; resolve(value: never): void; reject(error: Error): void };
type Frame = {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: never;
  result?: never;
  error?: { message: string };
};

export function connectPipe(out: Readable, into: Writable): Cdp {
  const listeners = new Map<string, Heard[]>();
  const waiting = new Map<number, Waiting & { sessionId: string | undefined }>();
  let last = 0;
  let parts: Buffer[] = [];

  const hear = (frame: Frame): void => {
    if (frame.id === undefined) {
      for (const one of listeners.get(`${frame.sessionId} ${frame.method}`) ?? []) {
        one(frame.params as never);
      }
      return;
    }
    const asked = waiting.get(frame.id);
    waiting.delete(frame.id);
    if (frame.error) asked?.reject(faultOf(`${asked.method}: ${frame.error.message}`));
    else asked?.resolve(frame.result as never);
  };
  out.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      parts.push(rest.subarray(0, end));
      const text = Buffer.concat(parts).toString();
      parts = [];
      rest = rest.subarray(end + 1);
      hear(JSON.parse(text));
    }
    parts.push(rest);
  });
  const lose = (which: (sessionId: string | undefined) => boolean): void => {
    for (const [id, { method, reject, sessionId }] of waiting) {
      if (!which(sessionId)) continue;
      waiting.delete(id);
      reject(new Gone(method));
    }
  };
  out.on('close', () => lose(() => true));
  into.on('error', () => lose(() => true));

  const session = (sessionId: string | undefined): Session => ({
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { method, resolve, reject, sessionId });
        into.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
      }),
    on(method, listener) {
      const key = `${sessionId} ${method}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  });
  return { ...session(undefined), session, end: (id) => lose((sessionId) => sessionId === id) };
}

const faultOf = (words: string): Error =>
  /not found|closed|detached|Not attached|Cannot find context/i.test(words)
    ? new Gone(words)
    : new Error(words);
