/** Files that the server makes, to the page that asked for them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Console } from '#core/console.ts';
import type { Log } from '#core/log.ts';
import { type Entry, isOwnFetch, isOwnHost } from './entry.ts';

const address = /^\/savings\/([0-9a-f-]{36})$/;

export function serveSavings(to: {
  console: Pick<Console, 'saving'>;
  entry: Entry;
  port(): number;
  log: Log;
}) {
  return (request: IncomingMessage, reply: ServerResponse): boolean => {
    const { method, headers, url = '' } = request;
    const id = address.exec(url)?.[1];
    if (id === undefined || method !== 'GET' || !isOwnHost(headers.host, to.port())) return false;
    const site = headers['sec-fetch-site'];
    if (!isOwnFetch(site?.toString()) || !to.entry.hasPass(headers.cookie, to.port())) {
      reply.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      reply.end('Not for this page.\n');
      return true;
    }
    void to.console.saving(id).then((answer) => {
      reply.writeHead(answer.status, answer.headers);
      if (!answer.body) {
        reply.end();
        return;
      }
      pipeline(answer.body, reply, (error) => {
        if (error) to.log.info({ err: error }, 'a file was not taken to its end');
      });
    });
    return true;
  };
}
