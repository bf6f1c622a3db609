import { defineConfig } from 'vitest/config';
import { standInFolder } from './available.ts';

const standIn = standInFolder();
console.log(
  standIn
    ? "Electron's binary is not here: the specs run on e2e/stand-in, which is NOT Electron."
    : 'The specs run on Electron.',
);

/** Real programs, real windows: one spec file after the other, since the machine is small. */
export default defineConfig({
  test: {
    name: 'end to end',
    environment: 'node',
    env: standIn ? { ELECTRON_OVERRIDE_DIST_PATH: standIn } : {},
    include: ['e2e/**/*.spec.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
