/** How a refusal, or any other trouble, is told over HTTP: RFC 9457 problem documents. */
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, type RefusalCode, Refused } from '#shared/contract/refusal.ts';
import { databaseAway, diskFull } from './faults.ts';
import type { Fault } from './validation.ts';

const statusOf: Record<RefusalCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  'wrong-credentials': 401,
  'wrong-code': 401,
  'code-needed': 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'service-held': 409,
  'service-waiting': 409,
  'service-finished': 409,
  'attendant-unavailable': 409,
  'team-unavailable': 409,
  'team-taken': 409,
  'shortcut-taken': 409,
  'email-taken': 409,
  'tag-taken': 409,
  'view-taken': 409,
  'last-admin': 409,
  'already-set-up': 409,
  'duplicate-id': 409,
  'window-closed': 409,
  'groups-ignored': 409,
  'whatsapp-closed': 409,
  'call-permission': 409,
  'call-taken': 409,
  'call-over': 409,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  'app-too-old': 426,
};

type More = Pick<Problem, 'code' | 'errors' | 'holder'>;

export const problemOf = (status: number, detail: string, more: More = {}): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  ...more,
});

export function problemOfRefusal({ refusal }: Refused): Problem {
  const { code, detail, path, holder } = refusal;
  const errors = path === undefined ? undefined : [{ path, message: detail }];
  return problemOf(statusOf[code], detail, { code, holder, errors });
}

function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  more: More = {},
): FastifyReply {
  return send(reply, problemOf(status, detail, more));
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problem;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}

export const diskFullWords = 'The server has no room left on its disk.';

const wordsFor: Record<string, string> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; JSON was expected.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this address takes.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'This media type is not taken here; send application/json.',
};

function tell(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refused) return send(reply, problemOfRefusal(error));
  if (error.validation) {
    const errors = error.validation.map((fault) => ({
      path: (fault as unknown as Fault).path,
      message: fault.message ?? '',
    }));
    const tooLarge = errors.find(({ message }) => message.startsWith('must not have more than'));
    const first = tooLarge ?? errors[0];
    const detail = first ? `${first.path || 'The body'}: ${first.message}.` : error.message;
    return sendProblem(reply, 400, detail, { code: 'invalid', errors });
  }
  if (databaseAway(error)) {
    request.log.warn({ err: error }, 'the database does not answer');
    reply.header('retry-after', '1');
    return sendProblem(reply, 503, 'The database does not answer just now. Try again.');
  }
  if (diskFull(error)) {
    request.log.error({ err: error, url: request.url }, 'the disk is full');
    return sendProblem(reply, 507, diskFullWords);
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    request.log.error({ err: error, url: request.url }, 'a request failed');
    return sendProblem(reply, 500, 'Something went wrong on the server. It is in its log.');
  }
  const code = { 400: 'invalid', 413: 'too-large', 415: 'unsupported', 429: 'too-many' }[
    status as 400
  ] as RefusalCode | undefined;
  return sendProblem(reply, status, wordsFor[error.code] ?? error.message, { code });
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** Register before any route: it learns them, to tell a wrong method from a wrong path. */
export function tellRefusals(app: FastifyInstance): void {
  const routes: { path: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : escaped(part)));
    routes.push({ path: new RegExp(`^${parts.join('/')}$`), methods: [method].flat() });
  });
  app.setErrorHandler(tell);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = new Set(
      routes.filter((route) => route.path.test(path)).flatMap((route) => route.methods),
    );
    if (allowed.size === 0) {
      return sendProblem(reply, 404, 'There is nothing at this address.', { code: 'not-found' });
    }
    const list = [...allowed].join(', ');
    reply.header('allow', list);
    return sendProblem(reply, 405, `Only ${list} can be done here.`, {
      code: 'method-not-allowed',
    });
  });
}
