import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Paths are relative to this folder, which is Vite's root: electron-vite reuses this very object. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../out/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // A data: font or image would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', port: 4690, strictPort: true },
});
