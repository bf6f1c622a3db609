/** What the installed app does outside of its window: links, tray, places, notifications, the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath, standInFolder } from './available.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, root, type Server, startServer } from './programs.ts';

type Asked = { what: string; args: unknown[] };
type Item = { label?: string; click?: () => void; submenu?: Item[] };
/** What the stand-in was asked, which nobody can ask of a real system. */
type StandIn = { asked: Asked[] };

describe.runIf(chromiumPath() && standInFolder())('the installed app and its system', () => {
  let server: Server;
  let app: App;
  beforeAll(async () => {
    server = await startServer();
    app = await openApp({ server: server.address });
    await app.signIn(await addAttendant(server, 'Ana'));
    for (const [number, name] of [
      ['5511930000001', 'Rita Alves'],
      ['5511930000002', 'Bruno Dias'],
    ] as const) {
      await phone(server, number).write('bom dia', { name });
      await app.page.getByRole('listitem').filter({ hasText: name }).waitFor();
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(app, task.name);
  });
  afterAll(async () => {
    await app?.close();
    await server?.close();
  });

  const asked = (what: string) =>
    app
      .electron()
      .evaluate(
        (electron, name) =>
          (electron as unknown as StandIn).asked
            .filter((one) => one.what === name)
            .map(({ args }) => JSON.stringify(args)),
        what,
      );
  /** Clicks in the menu that was set last, of the app or of the tray. */
  const pick = (of: 'Menu.setApplicationMenu' | 'tray.setContextMenu', label: string) =>
    app.electron().evaluate(
      (electron, [what, wanted]) => {
        const { args } =
          (electron as unknown as StandIn).asked.findLast((one) => one.what === what) ?? {};
        const all = (items: Item[]): Item[] =>
          items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
        const found = all((args?.[0] ?? []) as Item[]).find((item) => item.label === wanted);
        if (!found?.click) throw new Error(`There is no ${wanted} in the menu.`);
        found.click();
      },
      [of, label] as const,
    );
  const visible = () =>
    app.electron().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  const idOf = async (name: string) => {
    const row = app.page.locator('[data-conversation]').filter({ hasText: name }).first();
    return (await row.getAttribute('data-conversation')) ?? '';
  };
  async function again(args: string[]): Promise<void> {
    const { spawnfile } = app.electron().process();
    const second = spawn(spawnfile, ['--no-sandbox', root, ...args], {
      stdio: 'ignore',
      env: { ...process.env, RECADO_CONSOLE_DATA: app.folder },
    });
    await once(second, 'exit');
  }
  const open = (name: string) => app.page.getByRole('tab', { name, selected: true });

  it('shows the conversation of a link while it runs, and nothing for a hostile one', async () => {
    const rita = await idOf('Rita Alves');
    expect(rita).toMatch(/^[0-9a-f-]{36}$/);
    await again([`recado://conversation/${rita}`]);
    await open('Rita Alves').waitFor();
    const before = await app.page.getByRole('tab').count();
    for (const link of [
      'recado://conversation/019aa000-0000-7000-8000-000000000000',
      'recado://conversation/../../etc/passwd',
      'recado://settings/x',
      `recado://conversation/${await idOf('Bruno Dias')}?x=1`,
    ]) {
      await again([link]);
    }
    await open('Rita Alves').waitFor();
    expect(await app.page.getByRole('tab').count()).toBe(before);
  });

  it('begins with the conversation of a link that started it', async () => {
    const bruno = await idOf('Bruno Dias');
    await app.startWith([`recado://conversation/${bruno}`]);
    await open('Bruno Dias').waitFor();
  });

  it('keeps what was typed a moment before it quits, and asks nothing', async () => {
    const box = app.page.getByRole('textbox', { name: 'Mensagem para Bruno Dias' });
    await box.fill('quase perdido');
    await app.restart();
    await app.page.getByRole('textbox', { name: 'Mensagem para Bruno Dias' }).waitFor();
    expect(
      await app.page.getByRole('textbox', { name: 'Mensagem para Bruno Dias' }).inputValue(),
    ).toBe('quase perdido');
    expect(await asked('dialog.showMessageBox')).toEqual([]);
  });

  it('shows the conversation of a notification that is clicked, and sends what is answered to it', async () => {
    const bruno = phone(server, '5511930000002');
    await app.page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
    await app.page.getByText('Com você').waitFor();
    await app.page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).first().click();
    await open('Rita Alves').waitFor();
    await bruno.write('e o resultado?');
    const happen = (event: string, ...values: string[]) =>
      vi.waitFor(() =>
        app.electron().evaluate(
          (electron, [name, given]) => {
            type Shown = { emit(event: string, ...args: unknown[]): boolean };
            const shown = (electron as unknown as StandIn).asked.findLast(
              ({ what, args }) =>
                what === 'Notification.show' &&
                (args[0] as { body: string }).body === 'e o resultado?',
            );
            if (!shown) throw new Error('There is no such notification.');
            (shown.args[1] as Shown).emit(name, {}, ...given);
          },
          [event, values] as const,
        ),
      );
    await happen('reply', 'já saiu');
    await vi.waitFor(async () => {
      expect((await bruno.shows()).at(-1)).toMatchObject({ text: 'já saiu', fromContact: false });
    });
    await happen('click');
    await open('Bruno Dias').waitFor();
    await app.page.getByRole('log').getByText('já saiu').waitFor();
  });

  it('opens its settings from the menu and by key', async () => {
    const dialog = app.page.getByRole('dialog', { name: 'Configurações' });
    for (const ask of [
      () => pick('Menu.setApplicationMenu', 'Configurações…'),
      () => app.page.keyboard.press('Control+,'),
    ]) {
      await ask();
      await dialog.waitFor();
      await dialog.getByRole('tab', { name: 'Aplicativo' }).click();
      await dialog.getByRole('switch', { name: 'Continuar aberto ao fechar a janela' }).waitFor();
      // Nothing is packaged here, so nothing starts with the computer and nothing is updated.
      expect(await dialog.getByRole('switch').count()).toBe(1);
      await app.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    }
  });

  it('goes to the tray when its window is closed, says so once, and comes back', async () => {
    const close = () =>
      app.electron().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await app.page.evaluate(() =>
      (window as unknown as { desk: Desk }).desk.call('saveSettings', {
        settings: { closeToTray: true },
      }),
    );
    await close();
    expect(await visible()).toBe(false);
    await pick('tray.setContextMenu', 'Abrir o Recado');
    expect(await visible()).toBe(true);
    await close();
    const said = (await asked('Notification.show')).filter((one) =>
      one.includes('continua aberto'),
    );
    expect(said).toHaveLength(1);
    await phone(server, '5511930000001').write('ainda aí?');
    await vi.waitFor(async () => {
      const told = await asked('Notification.show');
      expect(told.some((one) => one.includes('ainda aí?'))).toBe(true);
    });
    await pick('tray.setContextMenu', 'Abrir o Recado');
  });

  it('counts in the badge and the tray, and pauses from there', async () => {
    const badge = await app.electron().evaluate(({ app: at }) => at.getBadgeCount());
    expect(badge).toBeGreaterThan(0);
    const menus = await asked('tray.setContextMenu');
    expect(menus.at(-1)).toContain(
      badge === 1 ? '1 conversa por ler' : `${badge} conversas por ler`,
    );
    await pick('tray.setContextMenu', 'Por 1 hora');
    await vi.waitFor(async () => {
      expect((await asked('tray.setContextMenu')).at(-1)).toContain('Retomar notificações');
    });
    const before = (await asked('Notification.show')).length;
    await phone(server, '5511930000003').write('é segredo', { name: 'Carla' });
    await app.page.getByRole('listitem').filter({ hasText: 'Carla' }).waitFor();
    expect(await asked('Notification.show')).toHaveLength(before);
  });

  it('remembers its zoom and its place', async () => {
    await pick('Menu.setApplicationMenu', 'Ampliar');
    await pick('Menu.setApplicationMenu', 'Ampliar');
    await app.electron().evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 111, y: 55, width: 1000, height: 700 });
    });
    await app.restart();
    await vi.waitFor(async () => {
      const now = await app.electron().evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { zoom: window?.webContents.getZoomFactor(), bounds: window?.getBounds() };
      });
      expect(now).toEqual({ zoom: 1.25, bounds: { x: 111, y: 55, width: 1000, height: 700 } });
    });
    expect(readFileSync(join(app.folder, 'windows.json'), 'utf8')).toContain('"console"');
    await pick('Menu.setApplicationMenu', 'Tamanho normal');
  });

  it('starts in the tray where it was started with the session', async () => {
    await app.startWith(['--hidden']);
    await app.page.getByText('Conectado', { exact: true }).waitFor();
    expect(await visible()).toBe(false);
    await again([]);
    await vi.waitFor(async () => expect(await visible()).toBe(true));
  });
});
