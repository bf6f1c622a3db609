/** The sample workspace: a living clinic within a minute, and gone with one click. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { keepPicture } from './console.ts';
import { admin, rest, type Server, signIn, startServer } from './programs.ts';

describe.runIf(chromiumPath())('the sample workspace', () => {
  let server: Server;
  let app: App;
  beforeAll(async () => {
    server = await startServer({ setUp: false });
    await rest(server, null, 'POST', '/api/v1/set-up', {
      workspace: 'Clínica',
      name: 'Chefe',
      ...admin,
      sample: true,
    });
    app = await openApp({ server: server.address });
    await app.signIn(admin);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(app, task.name);
  });
  afterAll(async () => {
    await app?.close();
    await server?.close();
  });

  it('is there at the first sign-in, and one click takes it away', async () => {
    const { page } = app;
    const entries = page.locator('[data-conversation]');
    await entries.first().waitFor();
    await page.getByRole('tab', { name: /^Todas/ }).click();
    await vi.waitFor(async () => expect(await entries.count()).toBeGreaterThan(5));
    const byTag = page.getByRole('button', { name: 'Filtrar por etiqueta' });
    await byTag.click();
    await page.getByRole('menuitemradio', { name: 'Convênio' }).click();
    await entries.first().getByText('Convênio').waitFor();
    await page.getByRole('button', { name: 'Quem faz o quê' }).click();
    await page
      .getByRole('dialog')
      .locator('option', { hasText: 'Recepção' })
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remover dados de exemplo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remover' }).click();
    await vi.waitFor(async () => expect(await entries.count()).toBe(0), 10_000);
    await page
      .getByRole('button', { name: 'Remover dados de exemplo' })
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /etiqueta/ }).waitFor({ state: 'detached' });
    const users = await rest<{ items: unknown[] }>(
      server,
      await signIn(server, admin),
      'GET',
      '/api/v1/users',
    );
    expect(users.items).toHaveLength(1);
  });
});
