/** A service from a contact's phone to two attendants' screens and back, in real windows. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { keepPicture } from './console.ts';
import { addAttendant, admin, type Person, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('a service', () => {
  let server: Server;
  /** Between Bia and the server. */
  let cable: Cable;
  let ana: App;
  let bia: App;
  const people: Person[] = [];
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    for (const name of ['Ana', 'Bia']) people.push(await addAttendant(server, name));
    [ana, bia] = await Promise.all([
      openApp({ server: server.address }),
      openApp({ server: cable.address, locale: 'en-US', colorScheme: 'dark' }),
    ]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(ana, `${task.name} ana`);
    await keepPicture(bia, `${task.name} bia`);
  });
  afterAll(async () => {
    await Promise.all([ana?.close(), bia?.close()]);
    await cable?.close();
    await server?.close();
  });

  const entry = (console: App, name: string) =>
    console.page.getByRole('listitem').filter({ hasText: name });

  it('begins with a sign-in that says in words what is wrong', async () => {
    const { page } = ana;
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByRole('textbox', { name: 'Senha' }).fill('errada');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail ou senha incorretos').waitFor();
    const [first, second] = people as [Person, Person];
    await ana.signIn(first);
    await bia.signIn(second);
    await bia.page.getByText('Nobody', { exact: false }).first().waitFor();
  });

  it('appears to both at once, is started by one, answered, read and finished', async () => {
    const julia = phone(server, '5511940000001');
    await julia.write('Bom dia! Queria marcar uma consulta', { name: 'Júlia Prado' });
    await Promise.all([entry(ana, 'Júlia').waitFor(), entry(bia, 'Júlia').waitFor()]);

    await entry(ana, 'Júlia').click();
    await ana.page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
    await ana.page.getByText('Com você').waitFor();
    await entry(bia, 'Júlia').waitFor({ state: 'detached' });

    const box = ana.page.getByRole('textbox', { name: 'Mensagem para Júlia Prado' });
    await box.fill('Bom dia, Júlia! *Quinta às 10h* serve?');
    await box.press('Enter');
    await vi.waitFor(async () => {
      const shown = await julia.shows();
      expect(shown.at(-1)).toMatchObject({
        fromContact: false,
        text: 'Bom dia, Júlia! *Quinta às 10h* serve?',
        status: 'delivered',
      });
    }, 10_000);
    await ana.page.getByLabel('Entregue').first().waitFor();
    await julia.receipt((await julia.shows()).at(-1)?.whatsappId ?? '', 'read');
    await ana.page.getByLabel('Lida').first().waitFor();

    await ana.page.getByRole('button', { name: 'Encerrar' }).click();
    await ana.page.getByText('Encerrado', { exact: false }).first().waitFor();
    // The question what she thought of it, and nothing else.
    await vi.waitFor(async () => expect(await julia.shows()).toHaveLength(3), 10_000);
  });

  it('told to the one who loses the race, with the name of who won', async () => {
    const caio = phone(server, '5511940000002');
    await caio.write('Oi, o resultado saiu?', { name: 'Caio Lima' });
    await Promise.all([entry(ana, 'Caio').click(), entry(bia, 'Caio').click()]);
    // Both press it before either has heard of the other.
    cable.cut();
    await bia.page.getByText(/^Offline/).waitFor();
    await bia.page.getByRole('tabpanel').getByRole('button', { name: 'Start service' }).click();
    const mine = bia.page.getByRole('tabpanel').getByText('With you', { exact: true });
    await mine.waitFor();
    await ana.page
      .getByRole('tabpanel')
      .getByRole('button', { name: 'Iniciar atendimento' })
      .click();
    await ana.page.getByRole('tabpanel').getByText('Com você', { exact: true }).waitFor();
    cable.mend();
    await bia.page.getByText('Ana already has this service.').waitFor();
    await mine.waitFor({ state: 'detached' });
  });

  it('shows hostile text as text, and opens no strange link', async () => {
    const mallory = phone(server, '5511940000003');
    await mallory.write('<img src=x onerror="window.hacked=1"> javascript:alert(1) \u202Eabc', {
      name: '<b>Mallory</b>',
    });
    await entry(ana, 'Mallory').click();
    const { page } = ana;
    await page.getByRole('log').getByText('<img src=x', { exact: false }).waitFor();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.getByRole('log').getByRole('link').count()).toBe(0);
  });
});
