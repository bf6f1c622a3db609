// biome-ignore-all lint/correctness/noNodejsModules: a tool that drives a browser, not a part of the renderer.
// Builds the preview, serves it under the strictest policy that a host would set, photographs every
// screen and runs axe on it: `node desktop/renderer/preview/shots.mjs [folder] [only]`.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { fileOf } from './files.mjs';
import { scenes } from './scenes.mjs';

const folder = process.argv[2] ?? '/work/shots';
const only = process.argv[3];
const here = import.meta.dirname;
const root = join(here, '../../../out/preview');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'";
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

await build({ configFile: join(here, '../preview.config.ts'), logLevel: 'error' });
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  const drawn = fileOf(path);
  if (drawn) {
    response.writeHead(200, { 'content-type': drawn.type, 'content-length': drawn.body.length });
    return response.end(drawn.body);
  }
  const body = await readFile(join(root, path)).catch(() => null);
  response.writeHead(body || path === '/favicon.ico' ? 200 : 404, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  response.end(body);
}).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));
const base = `http://127.0.0.1:${server.address().port}/preview/preview.html`;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});

let troubles = 0;
const themes = process.env.SHOTS_THEME ? [process.env.SHOTS_THEME] : ['light', 'dark'];
const languages = process.env.SHOTS_LANG ? [process.env.SHOTS_LANG] : ['pt-BR', 'en'];
for (const theme of themes) {
  for (const lang of languages) {
    for (const [name, scene, size, act] of scenes) {
      if (only && !new RegExp(only).test(name)) continue;
      const page = await browser.newPage({
        viewport: size,
        colorScheme: theme,
        locale: lang,
        reducedMotion: 'reduce',
      });
      const say = (text) => {
        troubles += 1;
        console.log(`${name} ${theme} ${lang}: ${text}`);
      };
      page.on('console', (line) => line.type() === 'error' && say(line.text()));
      page.on('pageerror', (error) => say(error.message));
      const shown = scene.startsWith('office') ? '&window=office' : '';
      await page.goto(`${base}?scene=${scene}&theme=${theme}&lang=${lang}${shown}`);
      await page.locator('main').first().waitFor();
      await page.waitForTimeout(250);
      try {
        await act?.(page);
      } catch (error) {
        say(error.message.split('\n')[0]);
      }
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(folder, `${name}-${theme}-${lang}.png`) });
      if (lang === 'pt-BR') {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          window.axe.run(
            { exclude: ['[data-base-ui-focus-guard]'] },
            { resultTypes: ['violations'] },
          ),
        );
        for (const { id, impact, nodes } of violations) {
          if (impact !== 'serious' && impact !== 'critical') continue;
          say(
            `axe ${impact} ${id}: ${nodes
              .slice(0, 2)
              .map(
                (node) =>
                  `${node.html.slice(0, 160)} | ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''}`,
              )
              .join(' ;; ')}`,
          );
        }
      }
      await page.close();
    }
  }
}
await browser.close();
server.close();
console.log(troubles === 0 ? 'No trouble.' : `${troubles} troubles.`);
process.exitCode = troubles === 0 ? 0 : 1;
