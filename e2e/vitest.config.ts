import { defineConfig } from 'vitest/config';

/** Real programs, real windows: one spec file after the other, since the machine is small. */
export default defineConfig({
  test: {
    name: 'end to end',
    environment: 'node',
    include: ['e2e/**/*.spec.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
