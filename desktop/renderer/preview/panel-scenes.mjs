// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// The contact's panel and what belongs to it.
import { narrow, wide } from './hands.mjs';

const inPanel = (page, name) => page.locator('[data-panel]').getByText(name, { exact: false });
const menu = async (page, name) => {
  await page.getByRole('button', { name: /Beatriz Nunes/ }).click();
  await page.getByRole('menuitem', { name }).click();
};

export const panelScenes = [
  ['panel', 'panel', wide],
  [
    'panel-personal-data',
    'panel',
    wide,
    (page) =>
      page.getByRole('button', { name: /(Apagar este|Erase this) conta/ }).scrollIntoViewIfNeeded(),
  ],
  ...[wide, narrow].map((size, n) => [
    `panel-erase${n ? '-narrow' : ''}`,
    'panel',
    size,
    (page) => page.getByRole('button', { name: /(Apagar este|Erase this) conta/ }).click(),
  ]),
  ['panel-narrow', 'panel', narrow],
  [
    'panel-closed',
    'panel',
    wide,
    (page) =>
      page
        .getByRole('button', { name: /(painel do contato|contact’s panel)$/ })
        .first()
        .click(),
  ],
  [
    'panel-evaluated',
    'panel',
    wide,
    (page) =>
      page.evaluate(() => window.preview.emit('show', { conversationId: window.preview.ids[1] })),
  ],
  [
    'panel-below',
    'panel',
    wide,
    async (page) => {
      await inPanel(page, /Consentimento|Consent/)
        .first()
        .waitFor();
      await page.locator('[data-panel] > :last-child').evaluate((body) => body.scrollTo(0, 99_999));
    },
  ],
  [
    'panel-editing',
    'panel',
    wide,
    async (page) => {
      await page.getByRole('button', { name: /Alterar (Anotações)|Change Notes/ }).click();
      await page.keyboard.type(' Alergia a dipirona.');
    },
  ],
  [
    'panel-undo',
    'panel',
    wide,
    async (page) => {
      await page.getByRole('button', { name: /(Tirar|Take off) VIP/ }).click();
    },
  ],
  [
    'tag-picker',
    'panel',
    wide,
    (page) =>
      page.getByRole('button', { name: /(Etiquetas do contato|Tags of the contact)$/ }).click(),
  ],
  ['tags-dialog', 'panel', wide, (page) => menu(page, /^(Etiquetas|Tags)$/)],
  ['evaluation-dialog', 'panel', wide, (page) => menu(page, /^(Avaliação|Evaluation)$/)],
  ['copies', 'panel', wide, (page) => menu(page, /^(Dados nos computadores|Data on computers)$/)],
  [
    'copies-bound',
    'panel',
    narrow,
    async (page) => {
      await menu(page, /^(Dados nos computadores|Data on computers)$/);
      await page.getByRole('checkbox').nth(1).check();
      await page.getByRole('textbox', { name: /^(No máximo|At most)/ }).fill('7');
    },
  ],
  [
    'copies-asked',
    'panel',
    narrow,
    async (page) => {
      await menu(page, /^(Dados nos computadores|Data on computers)$/);
      await page.getByRole('checkbox').nth(0).check();
      await page.getByRole('button', { name: /^(Salvar|Save)$/ }).click();
    },
  ],
  [
    'new-conversation',
    'panel',
    wide,
    async (page) => {
      await page.getByRole('button', { name: /^(Nova conversa|New conversation)$/ }).click();
      await page.getByLabel(/^(Nome ou número|Name or number)$/).fill('+55 11 97777-6666');
    },
  ],
];
