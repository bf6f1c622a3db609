import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import renderer from './desktop/renderer/vite.config.ts';

/** Native or large packages stay outside the bundle of the main process. */
const external = ['electron', 'better-sqlite3', 'libsql', 'bufferutil', 'utf-8-validate'];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        input: { main: 'desktop/electron/main/main.ts' },
        external,
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'desktop/electron/preload/preload.ts' },
        external,
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...renderer,
    // electron-vite bundles this file, so the renderer's own folder must be named from here.
    root: join(import.meta.dirname, 'desktop/renderer'),
    build: {
      ...renderer.build,
      outDir: join(import.meta.dirname, 'out/renderer'),
      minify: true,
      rollupOptions: { input: join(import.meta.dirname, 'desktop/renderer/index.html') },
    },
  },
});
