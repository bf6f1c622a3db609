/** What is burnt into the packaged binary; the packager reads it from electron-builder.yml. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const described = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
const block = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(described)?.[1] ?? '';
const fuses = Object.fromEntries(
  [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [
    name,
    value === 'true',
  ]),
);

it('leaves no way to run other code in the packaged app, and seals what it keeps', () => {
  expect(fuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  });
});
