/** The bridge over a WebSocket: one console, any number of pages. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Console } from '#core/console.ts';
import { together } from '#core/together.ts';
import { type Entry, isOwnHost, isOwnOrigin, passName } from './entry.ts';

const strict = { additionalProperties: false };
const hello = Compile(Type.Object({ token: Type.String({ maxLength: 100 }) }, strict));
const callFrame = Compile(
  Type.Object(
    {
      id: Type.Integer({ minimum: 1 }),
      call: Type.String({ maxLength: 40 }),
      question: Type.Unknown(),
    },
    strict,
  ),
);

/** Room for the largest part of an attachment, in base64. */
const largestFrame = 2 * 1024 * 1024;
/** A page that reads nothing for so long is better off loading anew. */
const mostBuffered = 64 * 1024 * 1024;
const patience = 10_000;

/** Closed with this, a page knows that its token opens nothing. */
const noEntry = 4401;

export type Pages = {
  /** To every page that has been let in. */
  tell(frame: object): void;
  /** To the page that a person used last: what is told outside of pages is told once. */
  tellOne(frame: object): void;
  close(): void;
};

export function openBridge(to: {
  http: Server;
  port(): number;
  entry: Entry;
  console: Console;
  /** What a page is told as soon as it is in. */
  greet(): object[];
}): Pages {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
  });
  const inside = new Set<WebSocket>();
  let front: WebSocket | null = null;
  let latest: WebSocket | null = null;

  to.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { host, origin } = request.headers;
    const own = isOwnHost(host, to.port()) && isOwnOrigin(origin, to.port());
    if (!own || request.url !== '/bridge') {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, welcome);
  });

  function welcome(page: WebSocket): void {
    const late = setTimeout(() => page.close(noEntry), patience);
    page.on('error', () => page.terminate());
    page.once('message', (data: RawData, binary: boolean) => {
      clearTimeout(late);
      const frame = binary ? null : parsed(data);
      const key = hello.Check(frame) ? to.entry.admit(frame.token) : null;
      if (key === null) {
        page.close(noEntry);
        return;
      }
      inside.add(page);
      page.on('message', (more: RawData, packed: boolean) => hear(page, packed ? null : more));
      const pass = { name: passName(to.port()), value: to.entry.pass };
      for (const words of [{ key, pass }, ...to.greet()]) send(page, words);
    });
    page.on('close', () => {
      clearTimeout(late);
      inside.delete(page);
      if (front !== page) return;
      front = null;
      void to.console.call('inFront', { conversationId: null });
    });
  }

  function hear(page: WebSocket, data: RawData | null): void {
    const frame = data && parsed(data);
    if (!callFrame.Check(frame)) {
      send(page, { fault: 'This frame is not as agreed.' });
      return;
    }
    if (frame.call === 'inFront') {
      front = page;
      latest = page;
    }
    void to.console.call(frame.call, frame.question).then((answer) => {
      // What it changed was told first, and comes first.
      told.flush();
      send(page, { id: frame.id, answer });
    });
  }

  const told = together<object>((frames) => {
    const text = JSON.stringify(frames.length === 1 ? frames[0] : { frames });
    for (const page of inside) sendText(page, text);
  });
  const stopListening = to.console.on((signal, value) => told.add({ signal, value }));
  return {
    tell: told.add,
    tellOne(frame) {
      told.flush();
      const page = latest && inside.has(latest) ? latest : [...inside].at(-1);
      if (page) send(page, frame);
    },
    close() {
      stopListening();
      told.flush();
      for (const page of sockets.clients) page.terminate();
      sockets.close();
    },
  };
}

function send(page: WebSocket, frame: object): void {
  sendText(page, JSON.stringify(frame));
}

function sendText(page: WebSocket, text: string): void {
  if (page.readyState !== WebSocket.OPEN) return;
  if (page.bufferedAmount > mostBuffered) page.terminate();
  else page.send(text);
}

function parsed(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return null;
  }
}
