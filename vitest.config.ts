import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
/** Starts one Postgres for the whole run, where the server's tests need it. */
const postgres = 'server/platform/postgres/test-setup.ts';

export default defineConfig({
  root,
  test: {
    name: 'unit',
    environment: 'node',
    include: ['{shared,server,desktop,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/out/**', '**/dist/**'],
    globalSetup: existsSync(new URL(postgres, import.meta.url)) ? [postgres] : [],
    // A stylesheet is an empty module in a test, except the one whose contrast is computed.
    css: { include: [/ui\/tokens\.css/] },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
