import { expect, test } from 'vitest';
import { defaultDataFolder, readConfig } from './config.ts';

test('nothing set: loopback, the simulator, the system folder', () => {
  expect(readConfig({ HOME: '/home/ana', XDG_DATA_HOME: '' })).toMatchObject({
    port: 4680,
    host: '127.0.0.1',
    loopback: true,
    databaseUrl: null,
    whatsappDriver: 'simulator',
    admin: null,
    logLevel: 'info',
    simulatorOpen: false,
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
  ['WHATSAPP_DRIVER', 'pigeon'],
  ['WHATSAPP_DRIVER', 'linked'],
  ['WHATSAPP_DRIVER', 'cloud'],
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

test('each system has its own place', () => {
  const env = { HOME: '/h' };
  expect(defaultDataFolder(env, 'linux')).toBe('/h/.local/share/recado');
  expect(defaultDataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/recado');
  expect(defaultDataFolder(env, 'darwin')).toBe('/h/Library/Application Support/recado');
  expect(defaultDataFolder({ LOCALAPPDATA: '/a' }, 'win32')).toMatch(/recado$/);
});
