/** The console with years of messages in it, in a real browser, while contacts write all the time. */
import { type Console, openBrowser, openConsole } from '../console.ts';
import { startServer } from '../programs.ts';
import { contactsWrite } from './contacts-write.ts';
import { below, figure, quantile } from './figures.ts';
import { bareScroll, scrolled } from './frames.ts';
import { workAnHour } from './hour.ts';
import { conversations, messages, nameOf, phoneOf } from './long-history.ts';
import { fillLongWorkspace } from './long-workspace.ts';
import { bareKeys, keysToScreen, typeText } from './traced.ts';
import { searches, tabSwitches } from './waits.ts';

const tabs = 10;
const perSecond = 20;
const letters = 'bom dia segue o horario da sua consulta de amanha por favor confirme ';
/** Pixels: nine hundred entries, and some four hundred messages. */
const far = 60_000;

/** One in ten writes to whom one looks at, one in ten to another tab, the rest all over the list. */
const writer = (n: number): string =>
  phoneOf(n % 10 === 0 ? tabs - 1 : n % 10 === 1 ? n % (tabs - 1) : (n * 7_919) % conversations);

/** As large as the window: a page that is told another size is not drawn where the window ends. */
const size = ['--window-size=1280,900'];
/** A frame is drawn when there is something to draw, not at the next beat of a screen of 60 Hz. */
const noBeat = [...size, '--disable-frame-rate-limit', '--disable-gpu-vsync'];
const megabytes = 300;

async function openTabs({ page }: Console): Promise<void> {
  await page.getByRole('tab', { name: /^Meus/ }).click();
  for (let n = 0; n < tabs; n += 1) {
    const name = page.getByText(nameOf(n), { exact: true });
    await page.getByRole('listitem').filter({ has: name }).click();
    await page.getByRole('textbox', { name: new RegExp(`${nameOf(n)}$`) }).waitFor();
  }
}

const server = await startServer();
function write(seconds: number, tag: string) {
  const load = contactsWrite(server.address, { perSecond, seconds, contacts: writer, tag });
  // Where something else fails first, that is what is told.
  load.done.catch(() => {});
  return load;
}
try {
  const { ana, consoleFolder } = await fillLongWorkspace(server);
  const opening = { server: server.address, folder: consoleFolder, viewport: null };
  const many = `${messages.toLocaleString('en')} messages, ${perSecond}/s arriving`;
  {
    const browser = await openBrowser(noBeat);
    const desk = await openConsole(browser, opening);
    const { page } = desk;
    await desk.signIn(ana);
    await openTabs(desk);
    const seconds = 50;
    const load = write(seconds, 'digitando');
    const raw = await bareKeys(await openBrowser(noBeat), letters);
    await page.locator('#conversation [data-composer]').focus();
    const took = await keysToScreen(browser, page, () => typeText(page, letters.repeat(3)));
    await load.done;
    const last = `digitando ${perSecond * seconds - 10}`;
    await page.getByRole('log').getByText(last, { exact: true }).waitFor();
    figure(`${many}: key press to paint, p50`, quantile(took, 0.5), 'ms');
    below('the same, p95', quantile(took, 0.95), 'ms', 16);
    figure('a bare field on an empty page, p50', quantile(raw, 0.5), 'ms');
    figure('the same, p95', quantile(raw, 0.95), 'ms');
    await desk.close();
    await browser.close();
  }
  const browser = await openBrowser(size);
  const desk = await openConsole(browser, opening);
  const { page } = desk;
  try {
    await page.locator('#conversation [role=log] [data-message]').last().waitFor();
    const load = write(60, 'olhando');
    // A page that has just been loaded compiles what it runs for the first time.
    await tabSwitches(page, 20);
    const switches = await tabSwitches(page, 120);
    figure(
      `${many}, ten tabs, after twenty switches: one more, p50`,
      quantile(switches, 0.5),
      'ms',
    );
    below('the same, p95', quantile(switches, 0.95), 'ms', 50);

    await page.keyboard.press('Control+Shift+F');
    const queries = ['obrigado', 'bom dia', 'consulta amanha', 'contato 4', 'por favor horario'];
    const found = await searches(page, queries);
    figure(`${many}: a letter to what was found on the screen, p50`, quantile(found, 0.5), 'ms');
    below('the same, p95', quantile(found, 0.95), 'ms', 50);
    await page.keyboard.press('Escape');

    const empty = await bareScroll(size, far);
    figure('an empty page scrolled: the longest frame', empty.longest, 'ms');
    await page.getByRole('tab', { name: /^Todas/ }).click();
    const list = await scrolled(page, { x: 250, y: 400 }, -far);
    below(
      `${many}: the list of ${conversations.toLocaleString('en')} scrolled, the longest frame`,
      list.longest,
      'ms',
      50,
    );
    figure('the same: frames over 50 ms', list.over50, `of ${list.count}`);
    const thread = await scrolled(page, { x: 800, y: 400 }, far);
    below(`${many}: a conversation scrolled, the longest frame`, thread.longest, 'ms', 50);
    figure('the same: frames over 50 ms', thread.over50, `of ${thread.count}`);
    await load.done;

    const hour = write(100, 'hora');
    const memory = await workAnHour(browser, page);
    await hour.done;
    const heaps = memory.map(({ heap }) => heap);
    const processes = memory.map(({ process }) => process);
    const third = memory.length / 3;
    const middle = (all: number[]) => quantile(all.slice(third, 2 * third), 0.5);
    const end = (all: number[]) => quantile(all.slice(2 * third), 0.5);
    below(
      "an hour's work: memory of the renderer's process",
      Math.max(...processes),
      'MB',
      megabytes,
    );
    below('the same: what its scripts hold', Math.max(...heaps), 'MB', megabytes);
    below(
      'the same: scripts, last third above the middle one',
      end(heaps) - middle(heaps),
      'MB',
      5,
    );
  } finally {
    await desk.close();
    await browser.close();
  }
} finally {
  await server.close();
}
