/** ipcMain: what the main process answers to its pages. */
import { EventEmitter } from 'node:events';

type Handler = (event: object, ...args: unknown[]) => unknown;
export type PageMessage = {
  kind: 'invoke' | 'send';
  id?: number;
  channel: string;
  args: unknown[];
  url: string;
};
type Answer = { kind: 'answer'; id: number; value?: unknown; error?: string };

export class IpcMain extends EventEmitter {
  handlers = new Map<string, Handler>();
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.handlers.delete(channel);
      return handler(event, ...args);
    });
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

/** Null: nothing to answer. An error crosses as Electron lets it cross: its message alone. */
export async function answerPage(
  ipc: IpcMain,
  event: object,
  { kind, id = 0, channel, args }: PageMessage,
): Promise<Answer | null> {
  if (kind === 'send') {
    ipc.emit(channel, event, ...args);
    return null;
  }
  const handler = ipc.handlers.get(channel);
  const fail = (error: unknown): Answer => ({
    kind: 'answer',
    id,
    error: `Error invoking remote method '${channel}': ${error}`,
  });
  if (!handler) return fail(new Error(`No handler registered for '${channel}'`));
  try {
    return { kind: 'answer', id, value: await handler(event, ...args) };
  } catch (error) {
    return fail(error);
  }
}
