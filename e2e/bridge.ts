/** A console without a window: the browser host's process, spoken to over its bridge. */
import { rmSync } from 'node:fs';
import { WebSocket } from 'ws';
import type {
  BridgeAnswers,
  BridgeCall,
  BridgeSignal,
  BridgeSignals,
  Question,
} from '#shared/contract/bridge.ts';
import type { Refusal } from '#shared/contract/refusal.ts';
import { freePort, freshFolder, type Program, startProgram } from './programs.ts';

/** The core died, or the connection to it, before it answered: nobody knows whether it was accepted. */
export class Unanswered extends Error {}

export type Headless = {
  program(): Program;
  call<C extends BridgeCall>(call: C, question: Question<C>): Promise<BridgeAnswers[C]>;
  on<S extends BridgeSignal>(signal: S, listener: (value: BridgeSignals[S]) => void): void;
  /** What its own origin serves under a path, as a page that was let in gets it. */
  file(path: string): Promise<Buffer>;
  /** kill -9, and the same console again. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
};

export async function openHeadless(server: string): Promise<Headless> {
  const folder = freshFolder('console');
  const listeners = new Map<string, ((value: never) => void)[]>();
  const asked = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let program: Program | undefined;
  let socket: WebSocket | undefined;
  let calls = 0;
  let address = '';
  let cookie = '';

  type Frame = {
    key?: string;
    pass?: { name: string; value: string };
    id?: number;
    answer?: { ok: true; value: never } | Refusal;
    signal?: string;
    value?: never;
  };
  function hear({ id, answer, signal, value }: Frame): void {
    if (signal) for (const listener of listeners.get(signal) ?? []) listener(value as never);
    const waiting = id === undefined ? undefined : asked.get(id);
    if (id === undefined || !waiting || !answer) return;
    asked.delete(id);
    if (answer.ok) waiting.resolve(answer.value);
    else waiting.reject(new Error(`${answer.code}: ${answer.detail}`));
  }
  const lost = (): void => {
    for (const { reject } of asked.values()) reject(new Unanswered('the core is gone'));
    asked.clear();
  };
  async function open(): Promise<void> {
    program = startProgram('desktop/browser/main.ts', {
      RECADO_CONSOLE_DATA: folder,
      RECADO_CONSOLE_PORT: String(await freePort()),
      RECADO_SERVER: server,
    });
    const [, origin = '', token] = await program.line(/console at (\S+?)\/#token=(\S+)/);
    const mine = new WebSocket(`${origin.replace('http', 'ws')}/bridge`, { origin });
    socket = mine;
    await new Promise<void>((resolve, reject) => {
      mine.on('error', reject);
      mine.on('close', lost);
      mine.once('open', () => mine.send(JSON.stringify({ token })));
      mine.on('message', (data) => {
        const frame = JSON.parse(String(data)) as Frame;
        if (frame.pass) {
          address = origin;
          cookie = `${frame.pass.name}=${frame.pass.value}`;
          resolve();
        } else hear(frame);
      });
    });
  }
  await open();
  return {
    program: () => program as Program,
    call: (call, question) =>
      new Promise((resolve, reject) => {
        if (socket?.readyState !== WebSocket.OPEN) {
          reject(new Unanswered('the core is not there'));
          return;
        }
        calls += 1;
        asked.set(calls, { resolve: resolve as (value: never) => void, reject });
        socket.send(JSON.stringify({ id: calls, call, question }));
      }),
    on(signal, listener) {
      listeners.set(signal, [...(listeners.get(signal) ?? []), listener as never]);
    },
    async file(path) {
      const answer = await fetch(`${address}/${path}`, { headers: { cookie } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async killAndRestart() {
      await program?.end('SIGKILL');
      socket?.terminate();
      lost();
      await open();
    },
    async close() {
      socket?.terminate();
      await program?.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
