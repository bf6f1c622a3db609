/** Files of messages, to the pages that have been let in. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Console } from '#core/console.ts';
import type { Log } from '#core/log.ts';
import { type Entry, isOwnFetch, isOwnHost } from './entry.ts';

const below = '/attachments/';

export function serveAttachments(to: {
  console: Pick<Console, 'attachment'>;
  entry: Entry;
  port(): number;
  log: Log;
}) {
  return (request: IncomingMessage, reply: ServerResponse): boolean => {
    const { method, headers } = request;
    const url = request.url ?? '';
    if (!url.startsWith(below) || !isOwnHost(headers.host, to.port())) return false;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const site = headers['sec-fetch-site'];
    if (!isOwnFetch(site?.toString()) || !to.entry.hasPass(headers.cookie, to.port())) {
      reply.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      reply.end('Not for this page.\n');
      return true;
    }
    const [path = '', search] = url.slice(below.length).split('?');
    const download = new URLSearchParams(search).get('as') === 'download';
    void to.console.attachment({ id: path, range: headers.range, download }).then((answer) => {
      // What lies encrypted here would lie in the clear in the browser's own cache.
      reply.writeHead(answer.status, { ...answer.headers, 'cache-control': 'no-store' });
      if (!answer.body || method === 'HEAD') {
        answer.body?.destroy();
        reply.end();
        return;
      }
      pipeline(answer.body, reply, (error) => {
        // A page that scrolled on takes no more of it.
        if (error) to.log.info({ err: error }, 'a file was not taken to its end');
      });
    });
    return true;
  };
}
