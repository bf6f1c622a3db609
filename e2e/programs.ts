/** The server and the console's core as programs of their own, to be started, cut off and killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const admin = { email: 'chefe@clinica.example', password: 'uma senha bem longa' };

/** A folder that Postgres, which is never root, can pass through. */
export function freshFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `recado-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export type Program = {
  child: ChildProcess;
  /** The first line that matches; rejects with what was printed when the program ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
};

export function startProgram(file: string, env: Record<string, string>): Program {
  const child = spawn(process.execPath, [join(root, file)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const waiting = new Set<() => void>();
  const heard = (chunk: Buffer) => {
    printed = (printed + chunk).slice(-200_000);
    for (const look of waiting) look();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const gone = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      // Nobody killed it: what it said last is what one wants to read.
      if (code) console.error(`${file} ended by itself (${code}):\n${printed.slice(-4_000)}`);
      resolve();
    }),
  );
  return {
    child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(printed);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void gone.then(() => reject(new Error(`${file} ended:\n${printed.slice(-4_000)}`)));
      }),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
  };
}

export type Server = {
  address: string;
  folder: string;
  program(): Program;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
};

export type StartServer = {
  /** False: nobody has an account yet. */
  setUp?: boolean;
  /** Settings beside the usual ones. */
  env?: Record<string, string>;
};

export async function startServer({
  setUp = true,
  env: more = {},
}: StartServer = {}): Promise<Server> {
  const folder = freshFolder('server');
  const port = await freePort();
  const env = {
    RECADO_DATA: join(folder, 'data'),
    RECADO_PORT: String(port),
    LOG_LEVEL: 'warn',
    ...(setUp && { RECADO_ADMIN_EMAIL: admin.email, RECADO_ADMIN_PASSWORD: admin.password }),
    ...more,
  };
  let program: Program | null = null;
  const server: Server = {
    address: `http://127.0.0.1:${port}`,
    folder: env.RECADO_DATA,
    program: () => {
      if (!program) throw new Error('the server is not running');
      return program;
    },
    async start() {
      program = startProgram('server/main.ts', env);
      await program.line(/is running at/);
    },
    async kill() {
      await program?.end('SIGKILL');
    },
    async close() {
      await program?.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** The address of the server's own embedded Postgres. */
export function postgresOf(server: Server): string {
  const [, , , port = '', socket = ''] = readFileSync(
    `${server.folder}/postgres/data/postmaster.pid`,
    'utf8',
  ).split('\n');
  return `postgresql://postgres@${encodeURIComponent(socket)}:${port}/recado`;
}

/** JSON over REST; rejects with the problem document where the answer is none of 2xx. */
export async function rest<T>(
  server: { address: string },
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text ? JSON.parse(text) : null) as T;
}

export async function signIn(
  server: { address: string },
  who: { email: string; password: string },
): Promise<string> {
  const { token } = await rest<{ token: string }>(server, null, 'POST', '/api/v1/sign-in', {
    email: who.email,
    password: who.password,
  });
  return token;
}

export type Person = { name: string; email: string; password: string };

export async function addAttendant(server: { address: string }, name: string): Promise<Person> {
  const token = await signIn(server, admin);
  const person = {
    name,
    email: `${name.toLowerCase().replace(/\W/g, '')}@clinica.example`,
    password: `a senha de ${name}`,
  };
  await rest(server, token, 'POST', '/api/v1/users', { ...person, role: 'attendant' });
  return person;
}

export type PhoneMessage = {
  whatsappId: string;
  fromContact: boolean;
  text: string;
  status: string;
  attachment?: { kind: string; name: string; size: number };
};

/** A contact's phone in the simulator. */
export function phone(server: { address: string }, number: string) {
  const path = `/simulator/contacts/${number}`;
  return {
    number,
    write: (text: string, more: { name?: string; id?: string } = {}) =>
      rest<{ whatsappId: string }>(server, null, 'POST', `${path}/messages`, { text, ...more }),
    shows: async () =>
      (await rest<{ items: PhoneMessage[] }>(server, null, 'GET', `${path}/messages`)).items,
    receipt: (upTo: string, status: 'delivered' | 'read') =>
      rest(server, null, 'POST', `${path}/receipts`, { upTo, status }),
  };
}
