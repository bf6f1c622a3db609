// What is photographed of reading: dates, what is new, and the ways there and back.
import { narrow, wide } from './hands.mjs';

const showUnread = (page) =>
  page.evaluate(() => {
    const p = window.preview;
    const id = p.ids[2];
    for (let n = 0; n < 14; n += 1) p.receive(id, `Mais uma pergunta, a de número ${n + 1}`);
    p.emit('show', { conversationId: id });
  });

export const readingScenes = [
  ['reading-date', 'desk', wide, (page) => page.keyboard.press('Alt+g')],
  ['reading-date-narrow', 'desk', narrow, (page) => page.keyboard.press('Alt+g')],
  [
    'reading-menu',
    'desk',
    narrow,
    (page) => page.getByRole('button', { name: /^(Ir para…|Go to…)$/ }).click(),
  ],
  ['reading-unread', 'plain', wide, showUnread],
  ['reading-unread-narrow', 'plain', narrow, showUnread],
  [
    'reading-no-day',
    'desk',
    narrow,
    async (page) => {
      await page.keyboard.press('Alt+g');
      await page.getByRole('textbox', { name: /^(Data|Date)$/ }).fill('2/1/25');
      await page.keyboard.press('Enter');
    },
  ],
];
