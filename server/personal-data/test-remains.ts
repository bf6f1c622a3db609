/** For tests: the whole real server with a database of its own, and a search through all that it keeps. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Writable } from 'node:stream';
import { readConfig } from '../config.ts';
import { openLife } from '../platform/life.ts';
import { openLog } from '../platform/log.ts';
import { type Server, startServer } from '../server.ts';

const password = 'uma frase comprida';

export type Asked = { method?: string; body?: unknown; form?: FormData; token?: string | null };

export async function openWhole(env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'recado-remains-'));
  chmodSync(folder, 0o711);
  const logged: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  let life = openLife(9_000, () => {});
  let server: Server;
  let address = '';
  const config = readConfig({
    ...{ RECADO_PORT: '0', RECADO_DATA: folder, LOG_LEVEL: 'debug' },
    ...{ RECADO_ADMIN_EMAIL: 'dora@example.com', RECADO_ADMIN_PASSWORD: password },
    ...env,
  });
  async function start(): Promise<void> {
    life = openLife(9_000, () => {});
    server = await startServer(config, openLog('debug', to), life, () => {});
    const [bound] = server.app.addresses() as AddressInfo[];
    address = `http://127.0.0.1:${bound?.port}`;
  }
  await start();
  const ask = async (path: string, { method = 'GET', body, form, token }: Asked = {}) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
    });
    const type = answer.headers.get('content-type') ?? '';
    // biome-ignore lint/suspicious/noExplicitAny: whatever the server answers
    const content: any = /json/.test(type)
      ? await answer.json()
      : Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, type, body: content };
  };
  const signIn = async (email: string): Promise<string> =>
    (await ask('/api/v1/sign-in', { method: 'POST', body: { email, password } })).body.token;

  return {
    folder,
    logged,
    ask,
    signIn,
    start,
    get pool() {
      return server.pool;
    },
    get address() {
      return address;
    },
    stop: () => life.stop(),
    async close() {
      await life.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    /** Where any of these stands, of all that the database can say. */
    async inTables(marks: readonly string[], more: string[] = []): Promise<string[]> {
      const { rows } = await server.pool.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) "name" from pg_tables
         where schemaname not in ('information_schema', 'pg_catalog') order by 1`,
      );
      const found: string[] = [];
      for (const name of [...rows.map((row) => row.name), ...more]) {
        const answer = await server.pool.query<{ one: string }>(
          `select t::text one from ${name} t where exists (
             select from unnest($1::text[]) mark where position(lower(mark) in lower(t::text)) > 0)`,
          [marks],
        );
        for (const { one } of answer.rows) found.push(`${name}: ${one.slice(0, 300)}`);
      }
      return found;
    },
    /** Where any of these stands in any file below the data folder, but for the contact's own phone. */
    inFiles(marks: readonly string[]): string[] {
      const found: string[] = [];
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const name = relative(folder, path);
        if (name.startsWith('simulator')) continue;
        const bytes = read(path);
        for (const mark of marks) if (bytes?.includes(mark)) found.push(`${name}: ${mark}`);
      }
      return found;
    },
    inLog: (marks: readonly string[]): string[] =>
      logged.filter((line) => marks.some((mark) => line.includes(mark))),
  };
}

/** Null: it went while we looked. */
function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
