import { defineConfig, mergeConfig } from 'vite';
import renderer from './vite.config.ts';

/** The design preview: the same renderer over a made-up desk. Never part of what is shipped. */
export default mergeConfig(
  renderer,
  defineConfig({
    build: { outDir: '../../out/preview', rollupOptions: { input: 'preview/preview.html' } },
  }),
);
