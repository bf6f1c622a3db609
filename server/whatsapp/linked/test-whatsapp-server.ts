/** For tests: as much of WhatsApp's server as a linked device meets, on loopback. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  type BinaryNode,
  decodeBinaryNode,
  encodeBinaryNode,
  NOISE_WA_HEADER,
  proto,
} from '@whiskeysockets/baileys';
import { type WebSocket, WebSocketServer } from 'ws';
import { serverNoise } from './test-noise.ts';

const server = 's.whatsapp.net';

/** One connection of the device. */
export type Visit = {
  login: proto.IClientPayload;
  send(node: BinaryNode): void;
  /** Everything that the device said, as it says it. */
  said: BinaryNode[];
  /** The first that fits, said already or later. */
  hears(fits: (node: BinaryNode) => boolean): Promise<BinaryNode>;
  /** The connection dies, without a word. */
  cut(): void;
  closed: Promise<unknown>;
};

export type WhatsappServer = {
  url: string;
  /** The next visit, logged in or not. */
  visit(): Promise<Visit>;
  visits: number;
  /** What is answered to a question; undefined: the usual. */
  answer: (question: BinaryNode, visit: Visit) => BinaryNode | null | undefined;
  /** What a message is answered with: null nothing, a number that error. */
  ack: (message: BinaryNode) => 'ok' | number | null;
  close(): Promise<void>;
};

export async function whatsappServer(): Promise<WhatsappServer> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(sockets, 'listening');
  const arrived: Visit[] = [];
  const awaited: ((visit: Visit) => void)[] = [];
  const whatsapp: WhatsappServer = {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/ws/chat`,
    visits: 0,
    answer: () => undefined,
    ack: () => 'ok',
    visit: () =>
      new Promise((resolve) => {
        const visit = arrived.shift();
        if (visit) resolve(visit);
        else awaited.push(resolve);
      }),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await once(sockets, 'close');
    },
  };
  sockets.on('connection', (socket) => {
    whatsapp.visits += 1;
    talk(socket, whatsapp, (visit) => {
      const waiting = awaited.shift();
      if (waiting) waiting(visit);
      else arrived.push(visit);
    });
  });
  return whatsapp;
}

function talk(socket: WebSocket, whatsapp: WhatsappServer, begun: (visit: Visit) => void): void {
  const noise = serverNoise();
  let bytes = Buffer.alloc(0);
  let step: 'intro' | 'hello' | 'finish' | 'open' = 'intro';
  const listeners = new Set<(node: BinaryNode) => void>();
  const frame = (data: Uint8Array): void => {
    const head = Buffer.alloc(3);
    head.writeUIntBE(data.length, 0, 3);
    if (socket.readyState === socket.OPEN) socket.send(Buffer.concat([head, data]));
  };
  const visit: Visit = {
    login: {},
    said: [],
    send: (node) => frame(noise.encrypt(encodeBinaryNode(node))),
    hears: (fits) =>
      new Promise((resolve) => {
        const before = visit.said.find(fits);
        if (before) return resolve(before);
        const listener = (node: BinaryNode) => {
          if (!fits(node)) return;
          listeners.delete(listener);
          resolve(node);
        };
        listeners.add(listener);
      }),
    cut: () => socket.terminate(),
    closed: once(socket, 'close'),
  };

  async function heard(data: Buffer): Promise<void> {
    if (step === 'hello') {
      step = 'finish';
      frame(noise.hello(data));
    } else if (step === 'finish') {
      step = 'open';
      visit.login = noise.finish(data);
      begun(visit);
    } else {
      const node = await decodeBinaryNode(noise.decrypt(data));
      visit.said.push(node);
      for (const listener of [...listeners]) listener(node);
      reply(node, visit, whatsapp);
    }
  }

  let turn = Promise.resolve();
  socket.on('message', (data: Buffer) => {
    bytes = Buffer.concat([bytes, data]);
    if (step === 'intro') {
      const start = bytes.indexOf(NOISE_WA_HEADER);
      bytes = bytes.subarray(start + NOISE_WA_HEADER.length);
      step = 'hello';
    }
    while (bytes.length >= 3 && bytes.length >= 3 + bytes.readUIntBE(0, 3)) {
      const length = bytes.readUIntBE(0, 3);
      const one = bytes.subarray(3, 3 + length);
      bytes = bytes.subarray(3 + length);
      turn = turn.then(() => heard(one));
    }
  });
}

function reply(node: BinaryNode, visit: Visit, whatsapp: WhatsappServer): void {
  const { id = '' } = node.attrs;
  if (node.tag === 'message') {
    const ack = whatsapp.ack(node);
    if (ack === null) return;
    const attrs: BinaryNode['attrs'] = { id, class: 'message', from: node.attrs.to ?? '' };
    if (ack !== 'ok') attrs.error = String(ack);
    visit.send({ tag: 'ack', attrs });
    return;
  }
  if (node.tag !== 'iq' && node.tag !== 'call') return;
  const answer = whatsapp.answer(node, visit);
  if (answer !== null) visit.send(answer ?? usual(node));
}

export const result = (id: string, content: BinaryNode['content'] = []): BinaryNode => ({
  tag: 'iq',
  attrs: { id, type: 'result', from: server },
  content,
});

function usual({ attrs, content }: BinaryNode): BinaryNode {
  const id = attrs.id ?? '';
  const asked = Array.isArray(content) ? content[0]?.tag : undefined;
  if (asked === 'count') return result(id, [{ tag: 'count', attrs: { value: '800' } }]);
  if (asked === 'digest') return result(id, [{ tag: 'digest', attrs: {} }]);
  if (attrs.xmlns === 'usync') return result(id, usersIn(content));
  return result(id);
}

/** Everybody is there, with no device of theirs: messages go out encrypted for nobody. */
function usersIn(content: BinaryNode['content']): BinaryNode[] {
  const usync = Array.isArray(content) ? content[0] : undefined;
  const list = Array.isArray(usync?.content)
    ? usync.content.find(({ tag }) => tag === 'list')
    : undefined;
  const users = Array.isArray(list?.content) ? list.content : [];
  const answered = users.map((user): BinaryNode => {
    const contact = Array.isArray(user.content)
      ? user.content.find(({ tag }) => tag === 'contact')
      : undefined;
    const number = String(contact?.content ?? '').replace(/\D/g, '');
    const jid = user.attrs.jid ?? `${number}@${server}`;
    return {
      tag: 'user',
      attrs: { jid },
      content: [
        { tag: 'contact', attrs: { type: 'in' } },
        { tag: 'devices', attrs: {}, content: [{ tag: 'device-list', attrs: {}, content: [] }] },
      ],
    };
  });
  return [{ tag: 'usync', attrs: {}, content: [{ tag: 'list', attrs: {}, content: answered }] }];
}

/** Tells the device that it is in. */
export const letIn = (visit: Visit, lid = '999000999'): void =>
  visit.send({ tag: 'success', attrs: { t: '1700000000', lid: `${lid}@lid` } });

/** The end of what waited while the device was away. */
export const nothingMore = (visit: Visit): void =>
  visit.send({
    tag: 'ib',
    attrs: {},
    content: [{ tag: 'offline', attrs: { count: '0' } }],
  });

/** A message in plain text: what it is encrypted with is not what is tried. */
export function messageNode(
  id: string,
  message: proto.IMessage,
  attrs: Record<string, string> = {},
): BinaryNode {
  return {
    tag: 'message',
    attrs: {
      id,
      from: '5511999990001@s.whatsapp.net',
      type: 'text',
      t: '1700000001',
      notify: 'Ana',
      ...attrs,
    },
    content: [{ tag: 'plaintext', attrs: {}, content: proto.Message.encode(message).finish() }],
  };
}
