import { expect, test } from 'vitest';
import { defaultDataFolder, readConfig } from './config.ts';

test('nothing set: loopback, the simulator, the system folder', () => {
  expect(readConfig({ HOME: '/home/ana', XDG_DATA_HOME: '' })).toMatchObject({
    port: 4680,
    host: '127.0.0.1',
    loopback: true,
    databaseUrl: null,
    whatsapp: { name: 'simulator', open: false },
    storage: { kind: 'folder', folder: null },
    admin: null,
    logLevel: 'info',
  });
});

test.each([
  ['RECADO_PORT', 'many'],
  ['RECADO_PORT', '70000'],
  ['RECADO_HOST', 'http://here'],
  ['DATABASE_URL', 'mysql://x'],
  ['REDIS_URL', 'localhost'],
  ['STORAGE_URL', 'ftp://x'],
  ['STORAGE_URL', 's3:bucket'],
  ['STORAGE_URL', 's3://bucket?endpoint=minio'],
  ['STORAGE_URL', 'firebase://bucket'],
  ['STORAGE_URL', 'file:here'],
  ['WHATSAPP_DRIVER', 'pigeon'],
  ['RECADO_KEY', 'abc'],
  ['WHATSAPP_CLOUD_BASE', 'graph'],
  ['WHATSAPP_WS_URL', 'ws://127.0.0.1:1'],
  ['WHATSAPP_NOISE_ROOT', 'ab'],
  ['WHATSAPP_MEDIA_CA', '/tmp/ca.pem'],
  ['RECADO_ADMIN_EMAIL', 'nobody'],
  ['RECADO_ADMIN_PASSWORD', 'short'],
  ['LOG_LEVEL', 'loud'],
  ['RECADO_METRICS_TOKEN', 'x'],
  ['RECADO_SIMULATOR_OPEN', 'yes'],
])('a bad %s (%s) is named in one line', (name, value) => {
  let fault = '';
  try {
    readConfig({ [name]: value });
  } catch (error) {
    fault = (error as Error).message;
  }
  expect(fault).toMatch(new RegExp(`^${name}: `));
  expect(fault).not.toContain('\n');
});

test('one half of the first admin names the missing half', () => {
  expect(() => readConfig({ RECADO_ADMIN_EMAIL: 'a@b.c' })).toThrow(/^RECADO_ADMIN_PASSWORD: /);
  expect(() => readConfig({ RECADO_ADMIN_PASSWORD: 'long enough 1' })).toThrow(
    /^RECADO_ADMIN_EMAIL: /,
  );
});

test('the Cloud API names what it lacks, one after the other, and takes what it has', () => {
  const given: Record<string, string> = { WHATSAPP_DRIVER: 'cloud' };
  const needed = {
    WHATSAPP_CLOUD_TOKEN: 'EAAG123456789',
    WHATSAPP_CLOUD_PHONE_ID: '1066',
    WHATSAPP_CLOUD_APP_SECRET: 'a secret'.replace(' ', '-'),
    WHATSAPP_CLOUD_VERIFY_TOKEN: 'chosen by us',
  };
  for (const [name, value] of Object.entries(needed)) {
    expect(() => readConfig(given)).toThrow(new RegExp(`^${name}: `));
    given[name] = value;
  }
  expect(readConfig(given).whatsapp).toMatchObject({
    name: 'cloud',
    settings: { phoneId: '1066', base: expect.stringMatching(/^https:.*v\d/) },
  });
  const double = { ...given, WHATSAPP_CLOUD_BASE: 'http://127.0.0.1:9/v1' };
  expect(readConfig(double).whatsapp).toMatchObject({
    settings: { base: 'http://127.0.0.1:9/v1' },
  });
});

test('the Cloud API over AWS names what it lacks, and takes what it has', () => {
  const given: Record<string, string> = {
    WHATSAPP_DRIVER: 'cloud',
    WHATSAPP_AWS_PHONE_NUMBER_ID: 'phone-number-id-976c',
  };
  const needed = {
    WHATSAPP_AWS_REGION: 'us-east-1',
    WHATSAPP_AWS_BUCKET: 'files',
    WHATSAPP_AWS_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:whatsapp',
    WHATSAPP_CLOUD_PHONE_ID: '1066',
  };
  for (const [name, value] of Object.entries(needed)) {
    expect(() => readConfig(given)).toThrow(new RegExp(`^${name}: `));
    given[name] = value;
  }
  expect(readConfig(given).whatsapp).toEqual({
    name: 'social',
    social: { region: 'us-east-1', bucket: 'files', phoneNumberId: 'phone-number-id-976c' },
    topic: { topicArn: 'arn:aws:sns:us-east-1:123456789012:whatsapp', phoneId: '1066' },
  });
});

test('each system has its own place', () => {
  const env = { HOME: '/h' };
  expect(defaultDataFolder(env, 'linux')).toBe('/h/.local/share/recado');
  expect(defaultDataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/recado');
  expect(defaultDataFolder(env, 'darwin')).toBe('/h/Library/Application Support/recado');
  expect(defaultDataFolder({ LOCALAPPDATA: '/a' }, 'win32')).toMatch(/recado$/);
});
