/** The environment, read and checked once. */
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Email, Password } from '#shared/contract/user.ts';
import type { DriverName } from '#shared/contract/whatsapp.ts';
import { readStorageUrl, type StorageAddress } from './attachments/storage/address.ts';
import type { EmailEnvironment } from './delivery/email-way.ts';
import { serverKeyPattern } from './platform/server-key.ts';
import { defaultCloudBase } from './whatsapp/cloud/settings.ts';
import {
  BadOverride,
  readTestOverrides,
  type TestOverrides,
} from './whatsapp/linked/test-overrides.ts';
import type { Way } from './whatsapp/way.ts';

const Level = Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
const Switch = Type.Enum(['0', '1']);

/** Each variable: what it may be, and how to say that in words. */
const variables = {
  RECADO_PORT: [Type.String({ pattern: '^\\d{1,5}$' }), 'a port number from 0 to 65535'],
  RECADO_HOST: [
    Type.String({ pattern: '^[A-Za-z0-9.:_%-]+$' }),
    'an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  ],
  RECADO_DATA: [Type.String({ minLength: 1 }), 'a folder'],
  RECADO_UPDATES_FOLDER: [
    Type.String({ pattern: '^[A-Za-z0-9][\\w-]*(/[A-Za-z0-9][\\w-]*)*$' }),
    'a folder below RECADO_DATA, such as updates',
  ],
  DATABASE_URL: [Type.String({ pattern: '^postgres(ql)?://.+' }), 'a postgresql:// address'],
  REDIS_URL: [Type.String({ pattern: '^rediss?://.+' }), 'a redis:// address'],
  STORAGE_URL: [
    Type.String({ pattern: '^(file|s3|firebase):.+' }),
    'a file:, s3: or firebase: address',
  ],
  WHATSAPP_DRIVER: [Type.Enum(['simulator', 'linked', 'cloud']), 'simulator, linked or cloud'],
  WHATSAPP_CLOUD_TOKEN: [Type.String({ pattern: '^\\S{10,}$' }), 'an access token'],
  WHATSAPP_CLOUD_PHONE_ID: [Type.String({ pattern: '^\\d+$' }), "Meta's id of the number, digits"],
  WHATSAPP_CLOUD_APP_SECRET: [Type.String({ pattern: '^\\S{8,}$' }), "the app's secret"],
  WHATSAPP_CLOUD_VERIFY_TOKEN: [Type.String({ minLength: 8 }), 'at least 8 characters'],
  WHATSAPP_CLOUD_BASE: [
    Type.String({ pattern: '^https?://.+[^/]$' }),
    'the address of the Graph API with its version',
  ],
  WHATSAPP_AWS_PHONE_NUMBER_ID: [
    Type.String({ pattern: '^(arn:|phone-number-id-)\\S+$' }),
    "AWS's id of the number: phone-number-id-…",
  ],
  WHATSAPP_AWS_REGION: [Type.String({ pattern: '^[a-z0-9-]+$' }), 'a region, such as us-east-1'],
  WHATSAPP_AWS_BUCKET: [Type.String({ pattern: '^[a-z0-9.-]{3,63}$' }), 'the name of a bucket'],
  WHATSAPP_AWS_TOPIC_ARN: [Type.String({ pattern: '^arn:\\S+:sns:\\S+$' }), 'the ARN of a topic'],
  WHATSAPP_TEST: [Switch, '0 or 1'],
  RECADO_KEY: [Type.String({ pattern: serverKeyPattern }), '64 hexadecimal digits'],
  RECADO_ADMIN_EMAIL: [Email, 'an e-mail address'],
  RECADO_ADMIN_PASSWORD: [Password, 'a password of 10 to 200 characters'],
  LOG_LEVEL: [Level, 'trace, debug, info, warn, error, fatal or silent'],
  EMAIL_URL: [
    Type.String({ pattern: '^smtps?://\\S+$' }),
    'an address such as smtps://user:password@mail.example.com',
  ],
  EMAIL_FROM: [
    Type.String({ pattern: '^[^\\r\\n]*[^\\s@<]+@[^\\s@>]+>?$' }),
    'an e-mail address, such as Recado <no-reply@example.com>',
  ],
  RECADO_METRICS_TOKEN: [Type.String({ minLength: 16 }), 'a token of at least 16 characters'],
  RECADO_SIMULATOR_OPEN: [Switch, '0 or 1'],
} as const satisfies Record<string, readonly [TSchema, string]>;

type Name = keyof typeof variables;
type Environment = Partial<Record<Name, string>>;

export type Config = {
  port: number;
  host: string;
  /** Only this machine can reach it. */
  loopback: boolean;
  data: string;
  /** Where versions of the installed app lie. */
  updates: string;
  databaseUrl: string | null;
  redisUrl: string | null;
  storage: StorageAddress;
  whatsapp: Way;
  admin: { email: string; password: string } | null;
  logLevel: Static<typeof Level>;
  metricsToken: string | null;
  /** Null: as an admin sets it. */
  email: EmailEnvironment;
  /** 64 hex digits; null: the key of the data folder. */
  key: string | null;
};

/** Wrong configuration: one line for the person who starts the server. */
export class BadSetting extends Error {
  constructor(name: string, fault: string) {
    super(`${name}: ${fault}`);
    this.name = 'BadSetting';
  }
}

/** The system's place for application data. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, system = platform()): string {
  const home = env.HOME || env.USERPROFILE || homedir();
  if (system === 'win32') {
    return join(env.LOCALAPPDATA || env.APPDATA || join(home, 'AppData', 'Local'), 'recado');
  }
  if (system === 'darwin') return join(home, 'Library', 'Application Support', 'recado');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'recado');
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** An empty variable counts as unset. @throws BadSetting naming the first bad one */
function check(env: NodeJS.ProcessEnv): Environment {
  const read: Environment = {};
  for (const [name, [schema, words]] of Object.entries(variables) as [
    Name,
    readonly [TSchema, string],
  ][]) {
    const value = env[name];
    if (value === undefined || value === '') continue;
    if (!Compile(schema).Check(value)) throw new BadSetting(name, `must be ${words}`);
    read[name] = value;
  }
  return read;
}

const cloudNeeds = [
  'WHATSAPP_CLOUD_TOKEN',
  'WHATSAPP_CLOUD_PHONE_ID',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
] as const;
function wayOf(read: Environment, env: NodeJS.ProcessEnv): Way {
  const name = (read.WHATSAPP_DRIVER ?? 'simulator') as DriverName;
  const test = overridesOf(env);
  if (name === 'simulator') return { name, open: read.RECADO_SIMULATOR_OPEN === '1' };
  if (name === 'linked') return { name, test };
  const need = (needed: Name, why = 'WHATSAPP_DRIVER=cloud'): string => {
    const value = read[needed];
    if (!value) throw new BadSetting(needed, `is needed with ${why}`);
    return value;
  };
  const phoneNumberId = read.WHATSAPP_AWS_PHONE_NUMBER_ID;
  if (phoneNumberId) {
    const why = 'WHATSAPP_AWS_PHONE_NUMBER_ID';
    const region = need('WHATSAPP_AWS_REGION', why);
    const social = { region, phoneNumberId, bucket: need('WHATSAPP_AWS_BUCKET', why) };
    const topicArn = need('WHATSAPP_AWS_TOPIC_ARN', why);
    return {
      name: 'social',
      social,
      topic: { topicArn, phoneId: need('WHATSAPP_CLOUD_PHONE_ID', why) },
    };
  }
  const [token, phoneId, appSecret, verifyToken] = cloudNeeds.map((needed) => need(needed)) as [
    ...[string, string, string, string],
  ];
  const base = read.WHATSAPP_CLOUD_BASE ?? defaultCloudBase;
  return { name, settings: { token, phoneId, appSecret, verifyToken, base } };
}

function overridesOf(env: NodeJS.ProcessEnv): TestOverrides | null {
  try {
    return readTestOverrides(env);
  } catch (error) {
    if (error instanceof BadOverride) throw new BadSetting(error.variable, error.message);
    throw error;
  }
}

function storageOf(url: string | null): StorageAddress {
  try {
    return readStorageUrl(url);
  } catch (error) {
    throw new BadSetting('STORAGE_URL', (error as Error).message);
  }
}

function emailOf({ EMAIL_URL: url, EMAIL_FROM: from }: Environment): EmailEnvironment {
  if (!url) return null;
  if (!from) throw new BadSetting('EMAIL_FROM', 'is needed with EMAIL_URL');
  return { url, from };
}

/** @throws BadSetting in one line that names the variable */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = check(env);
  const data = resolve(read.RECADO_DATA ?? defaultDataFolder(env));
  const port = Number(read.RECADO_PORT ?? 4680);
  if (port > 65_535) throw new BadSetting('RECADO_PORT', `must be ${variables.RECADO_PORT[1]}`);
  const { RECADO_ADMIN_EMAIL: email, RECADO_ADMIN_PASSWORD: password } = read;
  if (email && !password) {
    throw new BadSetting('RECADO_ADMIN_PASSWORD', 'is needed with RECADO_ADMIN_EMAIL');
  }
  if (password && !email) {
    throw new BadSetting('RECADO_ADMIN_EMAIL', 'is needed with RECADO_ADMIN_PASSWORD');
  }
  const host = read.RECADO_HOST ?? '127.0.0.1';
  return {
    port,
    host,
    loopback: isLoopback(host),
    data,
    updates: join(data, read.RECADO_UPDATES_FOLDER ?? 'updates'),
    databaseUrl: read.DATABASE_URL ?? null,
    redisUrl: read.REDIS_URL ?? null,
    storage: storageOf(read.STORAGE_URL ?? null),
    whatsapp: wayOf(read, env),
    admin: email && password ? { email: email.toLowerCase(), password } : null,
    logLevel: (read.LOG_LEVEL ?? 'info') as Config['logLevel'],
    metricsToken: read.RECADO_METRICS_TOKEN ?? null,
    email: emailOf(read),
    key: read.RECADO_KEY ?? null,
  };
}
