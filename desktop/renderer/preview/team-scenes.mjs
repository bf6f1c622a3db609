// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// Working together: transfers, who is there, teams and the supervisor's view.
import { narrow, open, wide } from './hands.mjs';

const transfer = open(/^(Transferir|Transfer)$/);
const supervisor = open(/Quem faz o quê|Who does what/);
const teams = async (page) => {
  await supervisor(page);
  await page.getByRole('button', { name: /Equipes e distribuição|Teams and routing/ }).click();
};
const part = (name) => async (page) => {
  await teams(page);
  await page.getByRole('tab', { name }).click();
};

export const teamScenes = [
  ['transfer', 'desk', wide, transfer],
  [
    'transfer-chosen',
    'desk',
    narrow,
    async (page) => {
      await transfer(page);
      await page.getByRole('radio').nth(4).check({ force: true });
      await page.getByRole('dialog').locator('textarea').fill('Ela prefere ser chamada de manhã.');
    },
  ],
  [
    'present-typing',
    'plain',
    wide,
    (page) =>
      page.evaluate(() => window.preview.emit('show', { conversationId: window.preview.ids[1] })),
  ],
  ['team-filter', 'plain', wide, open(/O que a lista mostra|What the list shows/)],
  ['supervisor', 'desk', wide, supervisor],
  [
    'supervisor-narrow',
    'desk',
    narrow,
    async (page) => {
      await supervisor(page);
      await page.getByRole('dialog').locator('[aria-expanded]:enabled').first().click();
    },
  ],
  ['teams', 'desk', wide, teams],
  ['teams-narrow', 'desk', narrow, teams],
  ['teams-people', 'desk', wide, part(/Pessoas|People/)],
  ['teams-rules', 'desk', wide, part(/Regras|Rules/)],
  [
    'note',
    'desk',
    wide,
    async (page) => {
      await transfer(page);
      await page.getByRole('radio').nth(4).check({ force: true });
      await page.getByRole('dialog').locator('textarea').fill('Ela prefere ser chamada de manhã.');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^(Transferir|Transfer)$/ })
        .click();
    },
  ],
];
