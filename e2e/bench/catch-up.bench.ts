/** A console that was away while fifty thousand changes happened: how soon it is current, and usable. */
import pg from 'pg';
import { layCable } from '../cable.ts';
import { openBrowser, openConsole } from '../console.ts';
import { addAttendant, phone, postgresOf, signIn, startServer } from '../programs.ts';
import { allArrived, contactsWrite, listen } from './contacts-write.ts';
import { below } from './figures.ts';

/** Each is three changes: the message, its conversation, its service. */
const messages = 17_000;
const perSecond = 1_000;

const server = await startServer();
const cable = await layCable(server.address);
const browser = await openBrowser();
const desk = await openConsole(browser, { server: cable.address });
try {
  const ana = await addAttendant(server, 'Ana');
  const token = await signIn(server, ana);
  await desk.signIn(ana);
  const { page } = desk;
  await phone(server, '5511980000000').write('oi', { name: 'Bruna' });
  await page.getByRole('listitem').filter({ hasText: 'Bruna' }).click();
  await page.getByRole('textbox', { name: /Bruna/ }).waitFor();

  cable.cut();
  await page.getByText(/^Sem conexão/).waitFor();
  const listener = await listen(server.address, token);
  const load = contactsWrite(server.address, {
    ...{ perSecond, seconds: messages / perSecond, contacts: 500, tag: 'behind' },
  });
  await allArrived(load, [listener]);
  listener.socket.disconnect();
  const database = new pg.Client({ connectionString: postgresOf(server) });
  await database.connect();
  const { rows } = await database.query('select head from feed');
  await database.end();
  const changes = Number(rows[0].head);
  const last = phone(server, '5511980000000');
  await last.write('a última de todas');

  // Somebody types all the while: how long each key takes to stand on the screen.
  await page.getByRole('textbox', { name: /Bruna/ }).focus();
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { gaps });
    let before = performance.now();
    const frame = (now: number) => {
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  cable.mend();
  // The console comes back by itself within seconds; here is what follows.
  await page.getByText(/^Atualizando/).waitFor();
  const begun = performance.now();
  let current = false;
  const whenCurrent = page
    .getByRole('log')
    .getByText('a última de todas')
    .waitFor({ timeout: 60_000 })
    .then(() => page.getByText('Conectado', { exact: true }).waitFor({ timeout: 60_000 }))
    .then(() => {
      current = true;
      return performance.now() - begun;
    });
  let longestKey = 0;
  while (!current) {
    const pressed = performance.now();
    await page.keyboard.press('a');
    longestKey = Math.max(longestKey, performance.now() - pressed);
  }
  const took = await whenCurrent;
  const longestFrame = await page.evaluate(() =>
    Math.max(...(window as unknown as { gaps: number[] }).gaps.slice(1)),
  );
  below(
    `${changes} changes behind: from the connection to the last of them on the screen`,
    took,
    'ms',
    10_000,
  );
  below('the same: the longest frame meanwhile, somebody typing', longestFrame, 'ms', 250);
  below('the same: the longest key press meanwhile', longestKey, 'ms', 250);
} finally {
  await desk.close();
  await browser.close();
  await cable.close();
  await server.close();
}
