/** The console with years of messages in it, in a real browser, while contacts write all the time. */
import { type Console, openBrowser, openConsole } from '../console.ts';
import { startServer } from '../programs.ts';
import { contactsWrite } from './contacts-write.ts';
import { below, figure, quantile } from './figures.ts';
import { conversations, messages, nameOf, phoneOf } from './long-history.ts';
import { fillLongWorkspace } from './long-workspace.ts';
import { bareKeys, keysToScreen, typeText } from './traced.ts';

/** In front stands the last of those that were opened. */
const tabs = 8;
const perSecond = 20;
const letters = 'bom dia segue o horario da sua consulta de amanha por favor confirme ';

/** One in ten writes to whom one looks at, one in ten to another tab, the rest all over the list. */
const writes = (n: number): string =>
  phoneOf(n % 10 === 0 ? tabs - 1 : n % 10 === 1 ? n % (tabs - 1) : (n * 7_919) % conversations);

/** As large as the window: a page that is told another size is not drawn where the window ends. */
const size = ['--window-size=1280,900'];
/** A frame is drawn when there is something to draw, not at the next beat of a screen of 60 Hz. */
const noBeat = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

async function openTabs({ page }: Console): Promise<void> {
  await page.getByRole('tab', { name: /^Meus/ }).click();
  for (let n = 0; n < tabs; n += 1) {
    const name = page.getByText(nameOf(n), { exact: true });
    await page.getByRole('listitem').filter({ has: name }).click();
    await page.getByRole('textbox', { name: new RegExp(`${nameOf(n)}$`) }).waitFor();
  }
}

const server = await startServer();
try {
  const { ana, consoleFolder } = await fillLongWorkspace(server);
  const console = { server: server.address, folder: consoleFolder, viewport: null };
  const many = `${messages.toLocaleString('en')} messages cached, ${perSecond}/s arriving`;

  const unbound = await openBrowser([...size, ...noBeat]);
  const desk = await openConsole(unbound, console);
  await desk.signIn(ana);
  await openTabs(desk);
  const load = contactsWrite(server.address, {
    ...{ perSecond, seconds: 45, contacts: writes, tag: 'chegou' },
  });
  const raw = await bareKeys(await openBrowser([...size, ...noBeat]), letters);
  await desk.page.locator('#conversation [data-composer]').focus();
  const took = await keysToScreen(unbound, desk.page, () => typeText(desk.page, letters.repeat(3)));
  await load.done;
  const lastHere = perSecond * 45 - 10;
  await desk.page.getByRole('log').getByText(`chegou ${lastHere}`, { exact: true }).waitFor();
  figure(`${many}: key press to paint, p50`, quantile(took, 0.5), 'ms');
  below('the same, p95', quantile(took, 0.95), 'ms', 16);
  figure('the same in a bare field on an empty page, p95', quantile(raw, 0.95), 'ms');
  await desk.close();
  await unbound.close();
} finally {
  await server.close();
}
