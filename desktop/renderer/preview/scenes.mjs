// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// What is photographed: name, scene of the made-up desk, size of the window, and what a hand does there.

import { accountScenes } from './account-scenes.mjs';
import { callScenes } from './call-scenes.mjs';
import { composerScenes } from './composer-scenes.mjs';
import { deskScenes } from './desk-scenes.mjs';
import { narrow, open, wide } from './hands.mjs';
import { messageScenes } from './message-scenes.mjs';
import { officeScenes } from './office-scenes.mjs';
import { panelScenes } from './panel-scenes.mjs';
import { readingScenes } from './reading-scenes.mjs';
import { searchScenes } from './search-scenes.mjs';
import { serviceScenes } from './service-scenes.mjs';
import { teamScenes } from './team-scenes.mjs';

const section = (name) => (page) => page.getByRole('tab', { name }).click();
const entry = (n) => (page) => page.locator('[data-conversation]').nth(n).click();
const firstOfMine = async (page) => {
  await section(/Meus|Mine/)(page);
  await entry(0)(page);
};

export const scenes = [
  ...accountScenes,
  ...callScenes,
  ...deskScenes,
  ...composerScenes,
  ...messageScenes,
  ...teamScenes,
  ...officeScenes,
  ...serviceScenes,
  ...panelScenes,
  ...readingScenes,
  ...searchScenes,
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
      await section(/Todas|All/)(page);
      await entry(1)(page);
    },
  ],
  [
    'held',
    'plain',
    wide,
    async (page) => {
      await section(/Todas|All/)(page);
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
  ['group', 'group', wide, firstOfMine],
  ['group-narrow', 'group', narrow, firstOfMine],
  ['whatsapp-down', 'whatsapp', wide],
  ['sample', 'sample', wide],
  ['sample-dialog', 'sample', wide, open(/Remover dados|Remove sample/)],
  ['sign-in-needed', 'needed', wide, open(/Entrar de novo|Sign in again/)],
  ['update', 'update', narrow],
  ['account', 'desk', wide, open(/Sua conta|Your account/)],
  [
    'sign-out',
    'offline',
    wide,
    async (page) => {
      await open(/Sua conta|Your account/)(page);
      await page.getByRole('menuitem', { name: /Sair|Sign out/ }).click();
    },
  ],
  ...['Geral|General', 'Notificações|Notifications', 'Sons|Sounds', 'Aplicativo|App'].flatMap(
    (name, n) =>
      [wide, narrow].map((size) => [
        `settings-${n}${size === wide ? '' : '-narrow'}`,
        'app-update',
        size,
        async (page) => {
          await page.keyboard.press('Control+,');
          await page.getByRole('tab', { name: new RegExp(`^(${name})$`) }).click();
          if (n !== 1) return;
          await page.getByRole('switch', { name: /Não perturbar|Do not disturb/ }).click();
        },
      ]),
  ),
  ['app-update', 'app-update', wide],
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
