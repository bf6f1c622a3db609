/** What the server in memory answers over HTTP. */
import type { RequestListener } from 'node:http';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { testAttachments } from './test-attachments.ts';

type Deps = {
  files: ReturnType<typeof testAttachments>;
  /** By token. */
  users: Map<string, SignedInUser>;
  templates(): unknown[];
};

export const testRest =
  ({ files, users, templates }: Deps): RequestListener =>
  (request, reply) => {
    if (files.answers(request, reply)) return;
    let body = '';
    const send = (status: number, answer: object, type = 'application/json'): void => {
      reply.writeHead(status, { 'content-type': type });
      reply.end(JSON.stringify(answer));
    };
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (request.url === '/api/v1/whatsapp/templates') {
        const known = users.has((request.headers.authorization ?? '').replace('Bearer ', ''));
        return known ? send(200, { items: templates(), nextCursor: null }) : send(401, {});
      }
      if (request.url === '/api/v1/sign-in') {
        const { email, password } = JSON.parse(body);
        const [token, user] = [...users].find(([, one]) => one.email === email) ?? [];
        if (!user || password !== 'right password') {
          const refusal = { type: 'about:blank', title: 'Unauthorized', status: 401 };
          const why = { detail: 'No.', code: 'wrong-credentials' };
          return send(401, { ...refusal, ...why }, 'application/problem+json');
        }
        return send(200, { token, expiresAt: '2099-01-01T00:00:00.000Z', user });
      }
      reply.writeHead(204);
      reply.end();
    });
  };
