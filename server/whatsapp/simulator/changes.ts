/** What changed on the phones, told to whoever has the page open, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { Simulator } from './driver.ts';

const togetherMs = 60;
const aliveMs = 20_000;
/** Beyond so many at once the page asks for its list again. */
const fewEnough = 40;

/**
 * Writes until the response is closed, or what is returned is called. A slow reader hears less often,
 * never of less.
 */
export function tellChanges(simulator: Simulator, response: ServerResponse): () => void {
  const phones = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let told = '';

  const send = (event: string, data: unknown): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const tell = (): void => {
    timer = null;
    if (response.writableNeedDrain) {
      response.once('drain', soon);
      return;
    }
    const state = JSON.stringify(simulator.state());
    if (state !== told) send('state', simulator.state());
    told = state;
    if (phones.size > fewEnough) send('many', {});
    else for (const phone of phones) send('phone', simulator.store.phone(phone));
    phones.clear();
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, togetherMs);
  };

  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('retry: 1000\n\n');
  tell();
  const deafen = simulator.onChange((changed) => {
    for (const phone of changed) phones.add(phone);
    soon();
  });
  const alive = setInterval(() => response.write(':\n\n'), aliveMs);
  const stop = () => {
    deafen();
    response.off('drain', soon);
    clearInterval(alive);
    if (timer) clearTimeout(timer);
  };
  response.on('close', stop);
  return stop;
}
