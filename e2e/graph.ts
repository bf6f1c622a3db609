/** Meta's side of the Cloud API: a double of Graph on loopback, and webhooks with a signature. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const token = 'the-token-of-a-system-user';
const secret = 'the-app-secret';
const phoneId = '106540352242922';
const account = '102290129340398';

export type GraphMessage = {
  to: string;
  type: string;
  biz_opaque_callback_data: string;
  text?: { body: string };
  template?: object;
};

export type Graph = {
  /** The server's settings: the Cloud API is this double. */
  env: Record<string, string>;
  /** What was posted to be sent, in order. */
  messages: GraphMessage[];
  /** What was uploaded, by the id that it was given. */
  uploads: Map<string, string>;
  /** The account's templates, as Meta lists them. */
  templates: object[];
  /** Called when it has a message, before it says so. */
  beforeAnswer: () => void;
  close(): Promise<void>;
};

export async function openGraph(): Promise<Graph> {
  const messages: GraphMessage[] = [];
  const uploads = new Map<string, string>();
  const templates: object[] = [];

  function answer(method: string, path: string, body: Buffer): object | null {
    const [where = ''] = path.split('?');
    if (where === `/v23.0/${phoneId}`) {
      return {
        ...{ id: phoneId, display_phone_number: '+1 555-078-3881', verified_name: 'Lucky Shrub' },
        health_status: { entities: [{ entity_type: 'WABA', id: account }] },
      };
    }
    if (where === `/v23.0/${account}/message_templates`) return { data: templates };
    if (method === 'POST' && where === `/v23.0/${phoneId}/messages`) {
      const message: GraphMessage = JSON.parse(body.toString());
      messages.push(message);
      graph.beforeAnswer();
      return {
        messaging_product: 'whatsapp',
        contacts: [{ input: message.to, wa_id: message.to.replace('+', '') }],
        messages: [{ id: `wamid.OUT${messages.length}` }],
      };
    }
    if (method === 'POST' && where === `/v23.0/${phoneId}/media`) {
      const id = `media-${uploads.size + 1}`;
      uploads.set(id, body.toString('latin1'));
      return { id };
    }
    return null;
  }

  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { method = '', url = '', headers } = request;
    const known = headers.authorization === `Bearer ${token}`;
    const found = known ? answer(method, url, Buffer.concat(chunks)) : null;
    const status = known ? (found ? 200 : 400) : 401;
    const error = { code: known ? 100 : 190, message: 'as Meta says' };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { error }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const graph: Graph = {
    env: {
      WHATSAPP_DRIVER: 'cloud',
      WHATSAPP_CLOUD_TOKEN: token,
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_APP_SECRET: secret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'the-verify-token',
      WHATSAPP_CLOUD_BASE: `http://127.0.0.1:${port}/v23.0`,
    },
    messages,
    uploads,
    templates,
    beforeAnswer: () => {},
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return graph;
}

/** One webhook, signed as Meta signs it. @returns the status that the server answered */
async function webhook(server: { address: string }, value: object): Promise<number> {
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneId };
  const change = {
    field: 'messages',
    value: { messaging_product: 'whatsapp', metadata, ...value },
  };
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: account, changes: [change] }],
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const answer = await fetch(`${server.address}/hooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

export type Written = { from: string; name: string; id: string; text: string; at?: Date };

/** A contact's text; `at`: when they wrote it, now where absent. */
export const writes = (
  server: { address: string },
  { from, name, id, text, at = new Date() }: Written,
): Promise<number> =>
  webhook(server, {
    contacts: [{ profile: { name }, wa_id: from }],
    messages: [
      {
        ...{ from, id, timestamp: String(Math.floor(at.getTime() / 1_000)) },
        ...{ type: 'text', text: { body: text } },
      },
    ],
  });

/** What became of a message that the server sent. */
export const tells = (
  server: { address: string },
  status: 'sent' | 'delivered' | 'read',
  { id, ours, to }: { id: string; ours: string; to: string },
): Promise<number> =>
  webhook(server, {
    statuses: [
      {
        ...{ id, status, timestamp: String(Math.floor(Date.now() / 1_000)) },
        ...{ recipient_id: to, biz_opaque_callback_data: ours },
      },
    ],
  });
