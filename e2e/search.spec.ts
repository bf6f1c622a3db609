/** Looking for what was said: on this machine at once, on the server for what is older, and nothing of it in the clear on the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, postgresOf, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('the search', () => {
  let server: Server;
  let cable: Cable;
  let ana: App;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    const database = new pg.Client({ connectionString: postgresOf(server) });
    await database.connect();
    // Long ago and finished: a console that starts does not get it.
    await phone(server, '5511960000001').write('o orçamento da reforma', { name: 'Sônia Antiga' });
    // Longer than what a console gets at first.
    const long = phone(server, '5511960000002');
    await long.write('meu código é Jacarandá 77', { name: 'Paulo Longo' });
    await vi.waitFor(async () => {
      const { rows } = await database.query('select count(*)::int n from messages');
      expect(rows[0].n).toBe(2);
    }, 10_000);
    await database.query(
      `update messages set sent_at = now() - interval '90 days' where text like 'o orçamento%'`,
    );
    await database.query(
      `update services s set state = 'finished', finish_reason = 'inactivity',
         created_at = now() - interval '90 days', finished_at = now() - interval '89 days',
         last_interaction_at = now() - interval '89 days'
       from messages m where m.service_id = s.id and m.text like 'o orçamento%'`,
    );
    await database.query(
      `update conversations c set last_activity_at = now() - interval '89 days'
       from messages m where m.conversation_id = c.id and m.text like 'o orçamento%'`,
    );
    await database.query(
      `insert into messages (id, conversation_id, service_id, position, direction, kind, text,
                             whatsapp_id, sent_at)
       select gen_random_uuid(), conversation_id, service_id, 1 + n, 'in', 'text',
              'linha ' || n || ' da conversa', 'LONG' || n, sent_at + make_interval(secs => n)
       from messages, generate_series(1, 400) n where text like 'meu código%'`,
    );
    await database.query(
      `update conversations c set last_position = 401
       from messages m where m.conversation_id = c.id and m.text like 'meu código%'`,
    );
    await database.query('update feed set epoch = gen_random_uuid()');
    await database.end();
    ana = await openApp({ server: cable.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await cable?.close();
    await server?.close();
  });

  const look = async (text: string) => {
    await ana.page.keyboard.press('Control+Shift+F');
    await ana.page.getByRole('combobox').fill(text);
  };
  const results = () => ana.page.getByRole('option');
  const pointed = () => ana.page.locator('[data-pointed]');

  it('finds what only the server has, by the keyboard alone, and opens it at the message', async () => {
    await ana.page.getByRole('listitem').filter({ hasText: 'Paulo Longo' }).waitFor();
    expect(await ana.page.getByText('Sônia Antiga').count()).toBe(0);
    await look('ORCAM refor');
    await results().filter({ hasText: 'Sônia Antiga' }).waitFor();
    expect(await results().locator('mark').allTextContents()).toEqual(['orçamento', 'reforma']);
    await results().getByLabel('No servidor: ao abrir, é trazida para cá').waitFor();
    await ana.page.keyboard.press('Enter');
    await ana.page.getByRole('log').getByText('o orçamento da reforma').waitFor();
    await vi.waitFor(async () => {
      expect(await results().getByLabel('No servidor', { exact: false }).count()).toBe(0);
    }, 10_000);
  });

  it('a message far above what is here is fetched with all between, and lit up', async () => {
    await look('jacaranda 77');
    await results().filter({ hasText: 'Paulo Longo' }).waitFor();
    await ana.page.keyboard.press('Enter');
    await pointed().getByText('meu código é Jacarandá 77').waitFor();
    await ana.page.keyboard.press('Escape');
    await vi.waitFor(async () => {
      expect(await ana.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe(
        'combobox',
      );
    });
    await ana.page.keyboard.press('Escape');
    await ana.page.getByRole('listitem').filter({ hasText: 'Paulo Longo' }).waitFor();
  });

  it('within a conversation it goes from the newest hit to older ones', async () => {
    await ana.page.keyboard.press('Control+F');
    await ana.page.getByRole('searchbox', { name: 'Buscar nesta conversa' }).fill('linha 39');
    const place = ana.page.getByRole('search').getByRole('status');
    await place.getByText('de 11').waitFor();
    await ana.page.keyboard.press('Enter');
    await pointed().getByText('linha 399 da conversa').waitFor();
    await ana.page.keyboard.press('Enter');
    await pointed().getByText('linha 398 da conversa').waitFor();
    await ana.page.keyboard.press('Shift+Enter');
    await pointed().getByText('linha 399 da conversa').waitFor();
    expect(await place.textContent()).toBe('1 de 11');
    await ana.page.keyboard.press('Escape');
  });

  it('a contact is found by what is noted about them: written in the panel, found at once', async () => {
    await ana.page.keyboard.press('Alt+I');
    const panel = ana.page.locator('[data-panel]');
    await panel.getByRole('button', { name: /Adicionar.*e-mail/i }).click();
    await ana.page.keyboard.type('paulo.longo@clinica.example');
    await ana.page.keyboard.press('Enter');
    await panel.getByText('paulo.longo@clinica.example').waitFor();
    await look('longo@clinica');
    await results().filter({ hasText: 'Paulo Longo' }).getByText('paulo.').waitFor();
    await ana.page.keyboard.press('Escape');
  });

  it('away from the network it says that only this machine was searched, and finds what it has', async () => {
    cable.cut();
    await ana.page.getByText('Sem conexão', { exact: false }).first().waitFor();
    await ana.restart('SIGKILL');
    await ana.page.getByRole('listitem').filter({ hasText: 'Paulo Longo' }).waitFor();
    await look('orçamento');
    await results().filter({ hasText: 'Sônia Antiga' }).waitFor();
    await ana.page.getByText('a busca olhou só este computador', { exact: false }).waitFor();
    await look('paulo.longo@clin');
    await results().filter({ hasText: 'Paulo Longo' }).waitFor();
    expect(await results().locator('mark').allTextContents()).toEqual([
      'paulo',
      'longo',
      'clinica',
    ]);
    cable.mend();
  });

  it('nothing of it lies on the disk in the clear', async () => {
    const all = readdirSync(ana.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => /accounts/.test(path));
    expect(all.some((path) => path.endsWith('cache.sqlite'))).toBe(true);
    for (const path of all) {
      const bytes = readFileSync(path, 'latin1');
      for (const text of ['reforma', 'Jacarand', 'linha 39', 'SQLite format']) {
        expect(bytes.includes(text), `${path}: ${text}`).toBe(false);
      }
    }
  });
});
