// biome-ignore-all lint/correctness/noNodejsModules: a tool that drives a browser, not a part of the renderer.
// Builds the preview, serves it under the strictest policy that a host would set, photographs every
// screen and runs axe on it: `node desktop/renderer/preview/shots.mjs [folder] [only]`.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const folder = process.argv[2] ?? '/work/shots';
const only = process.argv[3];
const here = import.meta.dirname;
const root = join(here, '../../../out/preview');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'";
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

await build({ configFile: join(here, '../preview.config.ts'), logLevel: 'error' });
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
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
  args: ['--no-sandbox'],
});

const wide = { width: 1280, height: 800 };
const narrow = { width: 900, height: 600 };
const open = (name) => (page) => page.getByRole('button', { name }).first().click();
const section = (name) => (page) => page.getByRole('tab', { name }).click();
const entry = (n) => (page) => page.locator('[data-conversation]').nth(n).click();

const scenes = [
  ['sign-in', 'sign-in', wide],
  [
    'sign-in-wrong',
    'sign-in',
    wide,
    async (page) => {
      await page.getByLabel(/E-mail/).fill('ana@clinica.com');
      await page.getByLabel(/^(Senha|Password)$/).fill('x');
      await page.getByRole('button', { name: /^(Entrar|Sign in)$/ }).click();
    },
  ],
  [
    'sign-in-unreachable',
    'sign-in',
    narrow,
    async (page) => {
      await page.getByLabel(/servidor|Server/).fill('nowhere.example');
      await page.getByLabel(/E-mail/).fill('ana@clinica.com');
      await page.getByLabel(/^(Senha|Password)$/).fill('x');
      await page.getByRole('button', { name: /^(Entrar|Sign in)$/ }).click();
    },
  ],
  ['desk', 'desk', wide],
  ['desk-narrow', 'desk', narrow],
  [
    'scrolled',
    'desk',
    wide,
    async (page) => {
      await page.getByRole('log').evaluate((log) => log.scrollBy(0, -900));
      await page.waitForTimeout(300);
      await page.evaluate(() => window.preview.receive(window.preview.ids[0], 'Mais uma coisa'));
    },
  ],
  [
    'waiting',
    'plain',
    wide,
    async (page) => {
      await section(/Aguardando|Waiting/)(page);
      await entry(0)(page);
    },
  ],
  [
    'recent',
    'plain',
    wide,
    async (page) => {
      await section(/Recentes|Recent/)(page);
      await entry(1)(page);
    },
  ],
  [
    'held',
    'plain',
    wide,
    async (page) => {
      await section(/Recentes|Recent/)(page);
      await page.evaluate(() =>
        window.preview.emit('show', { conversationId: window.preview.ids[5] }),
      );
    },
  ],
  ['no-conversation', 'plain', wide],
  ['empty', 'empty', wide],
  [
    'empty-conversation',
    'plain',
    wide,
    (page) =>
      page.evaluate(() => window.preview.emit('show', { conversationId: window.preview.ids[3] })),
  ],
  [
    'long-name',
    'plain',
    narrow,
    (page) =>
      page.evaluate(() => window.preview.emit('show', { conversationId: window.preview.ids[10] })),
  ],
  ['loading', 'loading', wide],
  ['filter', 'plain', wide, (page) => page.getByRole('searchbox').fill('maria')],
  ['filter-none', 'plain', wide, (page) => page.getByRole('searchbox').fill('zzz')],
  [
    'offline',
    'offline',
    wide,
    async (page) => {
      await page.getByRole('textbox').last().fill('Pode vir amanhã às 8h.');
      await page.keyboard.press('Enter');
      await page.locator('[data-connection]').click();
    },
  ],
  ['syncing', 'syncing', wide],
  ['whatsapp-down', 'whatsapp', wide],
  ['sample', 'sample', wide],
  ['sample-dialog', 'sample', wide, open(/Remover dados|Remove sample/)],
  ['sign-in-needed', 'needed', wide, open(/Entrar de novo|Sign in again/)],
  ['update', 'update', narrow],
  ['account', 'desk', wide, open(/Sua conta|Your account/)],
  ['transfer', 'desk', wide, open(/Transferir|Transfer/)],
  [
    'sign-out',
    'offline',
    wide,
    async (page) => {
      await open(/Sua conta|Your account/)(page);
      await page.getByRole('menuitem', { name: /Sair|Sign out/ }).click();
    },
  ],
  ['shortcuts', 'plain', wide, (page) => page.keyboard.press('?')],
  [
    'failed',
    'plain',
    wide,
    (page) =>
      page.evaluate(() => window.preview.emit('show', { conversationId: window.preview.ids[1] })),
  ],
  [
    'refused',
    'desk',
    wide,
    (page) =>
      page.evaluate(() => {
        const p = window.preview;
        const say = (type, code, holder) =>
          p.emit('refused', {
            command: { id: p.ids[1], conversationId: p.ids[2], type, serviceId: p.ids[2] },
            refusal: { ok: false, code, detail: '', holder },
            contactName: 'Ana Beatriz Carvalho',
            at: new Date().toISOString(),
          });
        say('startService', 'service-held', { id: p.ids[1], name: 'Ana Paula Ribeiro' });
        say('sendMessage', 'service-finished');
      }),
  ],
];

let troubles = 0;
for (const theme of ['light', 'dark']) {
  for (const lang of ['pt-BR', 'en']) {
    for (const [name, scene, size, act] of scenes) {
      if (only && !name.includes(only)) continue;
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
      await page.goto(`${base}?scene=${scene}&theme=${theme}&lang=${lang}`);
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
