/** The rest of a request that was answered before it had all come. */
import type { IncomingMessage } from 'node:http';

const patienceMs = 5_000;

/**
 * Lets it run into nothing, so that whoever sends it comes to read the answer; one who goes on
 * sending is cut off.
 */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  request.on('error', () => {});
  request.resume();
  const timer = setTimeout(() => request.destroy(), patienceMs).unref();
  request.once('close', () => clearTimeout(timer));
}
