/** A load of contacts who write at a steady rate, and consoles' sockets that listen. */
import { Agent, request } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import type { ChangeBatch } from '#shared/contract/change.ts';
import { clock } from './figures.ts';

export type Load = {
  /** When each text was sent, by the shared clock. */
  sentAt: Map<string, number>;
  /** Resolves when every request was answered 202. */
  done: Promise<void>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function write(address: string, phone: string, text: string): Promise<void> {
  const body = JSON.stringify({ text });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${address}/simulator/contacts/${phone}/messages`,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 202
            ? resolve()
            : reject(new Error(`the simulator answered ${answer.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** `perSecond` messages for `seconds`, each text its own. */
export function contactsWrite(
  address: string,
  {
    perSecond,
    seconds,
    contacts,
    tag,
  }: {
    perSecond: number;
    seconds: number;
    /** How many, or whose phone it is in turn. */
    contacts: number | ((n: number) => string);
    tag: string;
  },
): Load {
  const sentAt = new Map<string, number>();
  const total = perSecond * seconds;
  const phoneOf =
    typeof contacts === 'number' ? (n: number) => `55119${80_000_000 + (n % contacts)}` : contacts;
  const begin = performance.now();
  const answers: Promise<void>[] = [];
  const done = new Promise<void>((resolve, reject) => {
    const turn = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * perSecond));
      while (sentAt.size < due) {
        const n = sentAt.size;
        const text = `${tag} ${n}`;
        sentAt.set(text, clock());
        const answer = write(address, phoneOf(n), text);
        answer.catch((error) => {
          clearInterval(turn);
          reject(error);
        });
        answers.push(answer);
      }
      if (due === total) {
        clearInterval(turn);
        Promise.all(answers).then(() => resolve(), reject);
      }
    }, 4);
  });
  return { sentAt, done };
}

export type Listener = { socket: Socket; arrivedAt: Map<string, number> };

/** A console's socket that notes when each text came. */
export async function listen(address: string, token: string): Promise<Listener> {
  const socket = io(address, {
    auth: { token, app: '99.0.0' },
    transports: ['websocket'],
    forceNew: true,
  });
  const arrivedAt = new Map<string, number>();
  socket.on('changes', (batch: ChangeBatch) => {
    const now = clock();
    for (const change of batch.changes) {
      if (change.entity === 'message' && change.row?.text) arrivedAt.set(change.row.text, now);
    }
  });
  await new Promise((resolve, reject) => {
    socket.once('welcome', resolve);
    socket.once('connect_error', reject);
  });
  return { socket, arrivedAt };
}

/** Resolves when every listener has every text of the load; rejects after `patience` ms of silence. */
export async function allArrived(load: Load, listeners: Listener[], patience = 20_000) {
  await load.done;
  const missing = () =>
    listeners.reduce((sum, { arrivedAt }) => {
      let lacking = 0;
      for (const text of load.sentAt.keys()) if (!arrivedAt.has(text)) lacking += 1;
      return sum + lacking;
    }, 0);
  let last = missing();
  let since = performance.now();
  while (last > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = missing();
    if (now < last) since = performance.now();
    else if (performance.now() - since > patience) throw new Error(`${now} never arrived`);
    last = now;
  }
}

/** Milliseconds from the contact's send to each socket, all of them. */
export function delays(load: Load, listeners: Listener[]): number[] {
  return listeners.flatMap(({ arrivedAt }) =>
    [...load.sentAt].map(([text, at]) => (arrivedAt.get(text) ?? Number.NaN) - at),
  );
}
