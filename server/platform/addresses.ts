/** Where a request came from, and to whom it thought it was talking. */
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../config.ts';

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * From this machine, and addressed to it by one of its own names: a page of somebody else's, whose
 * name was made to point here, comes with its own name.
 */
export function fromThisMachine(request: FastifyRequest): boolean {
  // A proxy on this machine speaks for somebody elsewhere.
  if (forwarding.some((name) => request.headers[name] !== undefined)) return false;
  const ip = request.ip.replace(/^::ffff:/, '');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(ip) && isLoopback(host);
}
