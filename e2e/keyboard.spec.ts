/** A whole service, and a desk full of tabs, without a mouse; the keyboard is never nowhere. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('two hands on the keyboard', () => {
  let server: Server;
  let ana: App;
  beforeAll(async () => {
    server = await startServer();
    ana = await openApp({ server: server.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await server?.close();
  });

  const keys = async (...all: string[]) => {
    for (const key of all) await ana.page.keyboard.press(key);
  };
  /** Where the keyboard is: what stands there, or nothing where it is lost. */
  const here = () =>
    ana.page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body || element?.closest('[inert]')
        ? null
        : (element?.getAttribute('aria-label') ?? element?.textContent ?? '');
    });
  const stands = (where: RegExp) =>
    vi.waitFor(async () => expect((await here()) ?? 'nowhere').toMatch(where), 10_000);
  const written = (name: string) => new RegExp(`^Mensagem para ${name}`);

  it('takes, answers, quotes and finishes', async () => {
    const julia = phone(server, '5511940000011');
    await julia.write('Bom dia! Queria marcar uma consulta', { name: 'Júlia Prado' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Júlia' }).waitFor();

    // By a name without its accent.
    await keys('Control+K');
    await ana.page.getByRole('dialog', { name: 'Ir e fazer' }).waitFor();
    await ana.page.keyboard.type('julia');
    await ana.page.getByRole('option', { name: /Júlia Prado/ }).waitFor();
    await keys('Enter');
    await stands(written('Júlia Prado'));

    await keys('Alt+S');
    await ana.page.getByRole('tabpanel').getByText('Com você', { exact: true }).waitFor();
    await ana.page.keyboard.type('Bom dia, Júlia! Quinta às 10h?');
    await keys('Enter');
    // Theirs comes after ours, or ours would be the last one.
    await vi.waitFor(async () => {
      expect((await julia.shows()).at(-1)?.text).toBe('Bom dia, Júlia! Quinta às 10h?');
    }, 10_000);
    await julia.write('Pode ser às 11h?');
    const log = ana.page.getByRole('log');
    await log.getByText('Pode ser às 11h?').waitFor();

    // Up to the message, its menu, and an answer to it.
    await keys('Shift+Tab', 'Shift+Tab', 'Shift+Tab');
    await vi.waitFor(async () => {
      if (!(await here())?.startsWith('Mensagens com')) await keys('Shift+Tab');
      expect(await here()).toMatch(/^Mensagens com/);
    }, 10_000);
    await keys('ArrowUp', 'Enter');
    await ana.page.getByRole('menuitem', { name: 'Responder' }).waitFor();
    await keys('ArrowDown', 'Enter');
    await stands(written('Júlia Prado'));
    await ana.page.keyboard.type('Às 11h está marcado.');
    await keys('Enter');
    await vi.waitFor(async () => {
      const shown = await julia.shows();
      expect(shown.at(-1)).toMatchObject({
        text: 'Às 11h está marcado.',
        quote: { text: 'Pode ser às 11h?' },
      });
    }, 10_000);

    await keys('Alt+E');
    await log.getByText(/Atendimento encerrado/).waitFor();
    expect(await here()).toMatch(written('Júlia Prado'));
  });

  it('finishes by the palette, which keeps what was done last on top', async () => {
    const caio = phone(server, '5511940000012');
    await caio.write('Oi', { name: 'Caio Lima' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Caio' }).waitFor();
    await keys('Control+K');
    await ana.page.keyboard.type('40000012');
    await ana.page.getByRole('option', { name: /Caio/ }).waitFor();
    await keys('Enter');
    await stands(written('Caio'));
    await keys('Alt+S');
    const panel = ana.page.getByRole('tabpanel');
    await panel.getByText('Com você', { exact: true }).waitFor();
    await keys('Control+K');
    await ana.page.keyboard.type('encerrar');
    await keys('Enter');
    await panel.getByText('Encerrado', { exact: true }).waitFor();
    await stands(written('Caio'));
    await keys('Control+K');
    await ana.page.getByRole('option', { name: /Júlia Prado/ }).waitFor();
    await keys('Escape');
    await stands(written('Caio'));
  });

  it('tabs are moved, pinned, closed and brought back, and the keyboard follows', async () => {
    const names = () =>
      ana.page
        .getByRole('tablist', { name: 'Conversas abertas' })
        .getByRole('tab')
        .allTextContents()
        .then((all) => all.map((text) => /Júlia|Caio/.exec(text)?.[0]));
    expect(await names()).toEqual(['Júlia', 'Caio']);
    await keys('Alt+Shift+J');
    await vi.waitFor(async () => expect(await names()).toEqual(['Caio', 'Júlia']));
    await keys('Control+Tab');
    await stands(written('Júlia'));
    await keys('Alt+P');
    await vi.waitFor(async () => expect(await names()).toEqual(['Júlia', 'Caio']));
    await keys('Control+2');
    await stands(written('Caio'));
    await keys('Control+W');
    await vi.waitFor(async () => expect(await names()).toEqual(['Júlia']));
    await stands(written('Júlia'));
    await keys('Control+Shift+T');
    await stands(written('Caio'));

    // After a restart they stand as they stood, the pin with them.
    await vi.waitFor(async () => expect(await names()).toEqual(['Júlia', 'Caio']));
    await ana.restart();
    await stands(written('Caio'));
    expect(await names()).toEqual(['Júlia', 'Caio']);
    await ana.page.getByRole('tab', { name: /Júlia.*fixada/ }).waitFor();
  });

  it('a dialog gives the keyboard back, and no key alone does harm', async () => {
    await keys('Alt+L', '?');
    await ana.page.getByRole('dialog', { name: 'Atalhos do teclado' }).waitFor();
    await keys('Escape');
    await ana.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await here()).not.toBeNull();
    await keys('Alt+M');
    await stands(written('Caio'));
    await ana.page.keyboard.type('e?ew');
    expect(await ana.page.getByRole('dialog').count()).toBe(0);
    await expect(ana.page.locator('#conversation [data-composer]').inputValue()).resolves.toBe(
      'e?ew',
    );
  });
});
