// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// Messages of every kind, what is done with them, and the connection that carries them.

import { drawnPng } from './files.mjs';
import { narrow, open, wide } from './hands.mjs';

const whatsapp = async (page) => {
  await open(/Sua conta|Your account/)(page);
  await page.getByRole('menuitem', { name: /WhatsApp/ }).click();
};
const bubble = (n) => (page) => page.locator('[data-message]').nth(n);
/** As a hand does it: what moves by itself is put back to the end. */
const up = (by) => async (page) => {
  await page.getByRole('log').hover();
  for (let n = 0; n < 6; n += 1) {
    await page.mouse.wheel(0, -by / 6);
    await page.waitForTimeout(70);
  }
  await page.mouse.move(2, 2);
};
const choose =
  (files, which = 'pictures') =>
  (page) =>
    page
      .locator(`#conversation [data-attach=${which}]`)
      .setInputFiles(files.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer })));
const png = drawnPng(640, 480);
const templates = open(/Escolher modelo|Choose a template/);
const pickTemplate = (page) =>
  page.getByText(/^(lembrete de consulta|appointment reminder)/).click();
export const messageScenes = [
  ['window-closing', 'cloud-closing', wide],
  ['window-closed', 'cloud-closed', wide],
  [
    'window-reopened',
    'cloud-closed',
    narrow,
    async (page) => {
      await page.evaluate(() => window.preview.receive(window.preview.ids[0], 'Oi'));
    },
  ],
  ['templates', 'cloud-closed', wide, templates],
  ['templates-failed', 'cloud-none', narrow, templates],
  ...[wide, narrow].map((size) => [
    size === wide ? 'template' : 'template-narrow',
    'cloud-closed',
    size,
    async (page) => {
      await templates(page);
      await pickTemplate(page);
    },
  ]),
  ...[wide, narrow].map((size) => [
    size === wide ? 'template-file' : 'template-file-narrow',
    'cloud-closed',
    size,
    async (page) => {
      await templates(page);
      await page.getByRole('dialog').locator('select').selectOption('');
      await page.getByText('mapa da clinica', { exact: false }).click();
      const png =
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
      const buffer = Buffer.from(png, 'base64');
      const file = { name: 'mapa.png', mimeType: 'image/png', buffer };
      await page.locator('input[data-attach=header]').setInputFiles(file);
    },
  ]),
  [
    'template-sent',
    'cloud-closed',
    narrow,
    async (page) => {
      await templates(page);
      await pickTemplate(page);
      const fields = page.getByRole('dialog').locator('form input');
      for (let n = 0; n < (await fields.count()); n += 1) {
        if ((await fields.nth(n).inputValue()) === '') await fields.nth(n).fill(`18/1${n}`);
      }
      await page.keyboard.press('Enter');
    },
  ],
  ['kinds-4', 'kinds', wide],
  ['kinds-3', 'kinds', wide, up(620)],
  ['kinds-2', 'kinds', wide, up(1300)],
  ['kinds-1', 'kinds', wide, up(2400)],
  ['kinds-narrow', 'kinds', narrow, up(900)],
  [
    'message-menu',
    'kinds',
    wide,
    async (page) => {
      await bubble(-2)(page).locator('[data-bubble]').click({ button: 'right' });
    },
  ],
  [
    'message-emoji',
    'desk',
    wide,
    async (page) => {
      await bubble(-2)(page).hover();
      await page.getByRole('button', { name: /^(Reagir|React)$/ }).click();
      await page.getByRole('button', { name: /Todos os emojis|All emoji/ }).click();
      await page.waitForTimeout(500);
    },
  ],
  [
    'message-delete',
    'desk',
    wide,
    async (page) => {
      await bubble(-1)(page).locator('[data-bubble]').click({ button: 'right' });
      await page.getByRole('menuitem', { name: /Apagar|Delete/ }).click();
    },
  ],
  [
    'message-forward',
    'desk',
    wide,
    async (page) => {
      await bubble(-1)(page).locator('[data-bubble]').click({ button: 'right' });
      await page.getByRole('menuitem', { name: /Encaminhar|Forward/ }).click();
    },
  ],
  [
    'reply',
    'kinds',
    narrow,
    async (page) => {
      await bubble(-3)(page).hover();
      await page.getByRole('button', { name: /^(Responder|Reply)$/ }).click();
    },
  ],
  [
    'edit',
    'desk',
    wide,
    async (page) => {
      await page.getByRole('textbox').last().press('ArrowUp');
    },
  ],
  [
    'viewer',
    'kinds',
    wide,
    async (page) => {
      await up(2600)(page);
      await page.getByRole('button', { name: /pedido\.jpg/ }).click();
      await page.waitForTimeout(500);
    },
  ],
  [
    'viewer-zoom',
    'kinds',
    narrow,
    async (page) => {
      await up(2600)(page);
      await page.getByRole('button', { name: /pedido\.jpg/ }).click();
      await page.waitForTimeout(400);
      for (let n = 0; n < 4; n += 1) await page.keyboard.press('+');
      await page.waitForTimeout(300);
    },
  ],
  [
    'viewer-pdf',
    'kinds',
    wide,
    async (page) => {
      await up(1300)(page);
      await page.getByRole('button', { name: /^Hemograma/ }).click();
      await page.waitForTimeout(1500);
    },
  ],
  [
    'voice-play',
    'kinds',
    wide,
    async (page) => {
      await up(1500)(page);
      await page
        .getByRole('button', { name: /^(Tocar|Play)/ })
        .first()
        .click();
      await page.waitForTimeout(900);
    },
  ],
  [
    'tray',
    'desk',
    wide,
    async (page) => {
      await choose([
        ['sala de espera.png', 'image/png', png],
        ['recepção.png', 'image/png', png],
        ['vídeo enorme da fachada da clínica.mp4', 'video/mp4', Buffer.alloc(17 * 1024 * 1024)],
        ['planilha.xlsx', 'application/vnd.ms-excel', Buffer.alloc(2_000)],
      ])(page);
      await page.locator('li button[aria-pressed]').nth(2).click();
    },
  ],
  [
    'tray-picture',
    'desk',
    narrow,
    async (page) => {
      await choose([['sala de espera.png', 'image/png', png]])(page);
    },
  ],
  ['attach', 'desk', wide, open(/Anexar|Attach/)],
  [
    'tray-sent',
    'desk',
    wide,
    async (page) => {
      await choose([['sala de espera.png', 'image/png', png]])(page);
      await page.getByRole('textbox').last().fill('A sala nova');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(500);
    },
  ],
  [
    'recording',
    'desk',
    wide,
    async (page) => {
      await open(/Gravar mensagem|Record a voice/)(page);
      await page.waitForTimeout(2500);
    },
  ],
  [
    'recording-heard',
    'desk',
    narrow,
    async (page) => {
      await open(/Gravar mensagem|Record a voice/)(page);
      await page.waitForTimeout(2500);
      await open(/Pausar e ouvir|Pause and listen/)(page);
      await page.waitForTimeout(600);
    },
  ],
  [
    'recording-sent',
    'desk',
    wide,
    async (page) => {
      await open(/Gravar mensagem|Record a voice/)(page);
      await page.waitForTimeout(2500);
      await open(/Enviar mensagem de voz|Send voice message/)(page);
      await page.waitForTimeout(1200);
    },
  ],
  ['session-open', 'session-open', wide, whatsapp],
  ['session-qr', 'session-qr', wide, whatsapp],
  ['session-qr-narrow', 'session-qr', narrow, whatsapp],
  ['session-code', 'session-code', wide, whatsapp],
  ['session-failed', 'session-failed', wide, whatsapp],
  [
    'session-stopped',
    'session-stopped',
    wide,
    async (page) => {
      await whatsapp(page);
      await open(/Conectar com um código|Link with a code/)(page);
    },
  ],
  [
    'session-unlink',
    'session-open',
    wide,
    async (page) => {
      await whatsapp(page);
      await open(/Desconectar celular|Unlink phone/)(page);
    },
  ],
];
