/** What a team knows of a contact and hears from them, through two attendants' real windows. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { keepPicture } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

describe.runIf(chromiumPath())('a contact', () => {
  let server: Server;
  /** Between Bia and the server. */
  let cable: Cable;
  let ana: App;
  let bia: App;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    const token = await signIn(server, admin);
    await rest(server, token, 'POST', '/api/v1/tags', { name: 'Retorno', hue: 2 });
    const people = [await addAttendant(server, 'Ana'), await addAttendant(server, 'Bia')] as const;
    [ana, bia] = await Promise.all([
      openApp({ server: server.address }),
      openApp({ server: cable.address }),
    ]);
    await ana.signIn(people[0]);
    await bia.signIn(people[1]);
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

  const section = ({ page }: App, name: RegExp) => page.getByRole('tab', { name }).click();
  const entry = ({ page }: App, name: string) =>
    page.getByRole('listitem').filter({ hasText: name });
  const panel = ({ page }: App) => page.getByRole('complementary', { name: 'Contato' });
  const change = async (app: App, field: string, text: string) => {
    await panel(app)
      .getByRole('button', { name: `Alterar ${field}` })
      .click();
    const box = panel(app).getByRole('textbox', { name: field });
    await box.fill(text);
    await box.press('Control+Enter');
  };

  it('is asked what they thought of a service, and their score is its evaluation', async () => {
    const julia = phone(server, '5511950000001');
    await julia.write('Bom dia!', { name: 'Júlia Prado' });
    await entry(ana, 'Júlia').click();
    const tab = ana.page.getByRole('tabpanel', { name: 'Conversa' });
    await tab.getByRole('button', { name: 'Iniciar atendimento' }).click();
    await ana.page.getByRole('button', { name: 'Encerrar' }).click();
    await vi.waitFor(async () => {
      expect((await julia.shows()).at(-1)?.text).toContain('nota de 1 a 5');
    }, 10_000);
    await tab.getByText('Pedido de avaliação').waitFor();
    await julia.write('5 - fui muito bem atendida');
    await tab.getByText('Avaliação do atendimento').waitFor();
    await tab.getByRole('img', { name: 'Avaliação: 5 de 5' }).waitFor();
    // Nobody need answer it.
    await section(ana, /^Aguardando/);
    await ana.page.getByText('Ninguém aguardando').waitFor();
    await julia.write('E o resultado, quando sai?');
    await entry(ana, 'Júlia').waitFor();
  });

  it('is known to the team: two who note different things both win, one of them offline', async () => {
    for (const app of [ana, bia]) {
      await section(app, /^Aguardando/);
      await entry(app, 'Júlia').click();
      await app.page.getByRole('button', { name: 'Mostrar o painel do contato' }).click();
      await panel(app).getByRole('button', { name: 'Alterar Nome' }).waitFor();
    }
    cable.cut();
    await bia.page
      .getByText(/^Sem conexão/)
      .first()
      .waitFor();
    await change(bia, 'Anotações', 'Prefere manhã');
    await change(bia, 'Nome', 'Júlia (Bia)');
    await panel(bia).getByText('Prefere manhã').waitFor();
    await change(ana, 'Nome', 'Júlia (Ana)');
    await panel(ana)
      .getByRole('button', { name: /Etiquetas do contato$/ })
      .click();
    await ana.page.getByRole('menuitem', { name: 'Retorno' }).click();
    cable.mend();
    // What Bia wrote comes last, and wins; both hear what it was.
    await panel(ana).getByText('Júlia (Bia)').waitFor();
    await panel(ana).getByText('Prefere manhã').waitFor();
    await panel(bia).getByText('Retorno').waitFor();
    await panel(ana).getByText('Bia substituiu o que você tinha escrito').waitFor();
    await panel(bia).getByText('Você substituiu o que Ana tinha escrito').waitFor();
    await panel(ana).getByRole('button', { name: 'Pôr de volta' }).click();
    await panel(bia).getByText('Júlia (Ana)').waitFor();
  });

  it('has its past in the panel, which is open again after a restart', async () => {
    await bia.restart();
    await panel(bia).getByRole('img', { name: 'Avaliação: 5 de 5' }).waitFor();
    await panel(bia).getByText('fui muito bem atendida').waitFor();
    await panel(bia).getByRole('button', { name: 'Mostrar na conversa' }).last().click();
    await bia.page.getByRole('log').getByText('Bom dia!').waitFor();
  });

  it('who never wrote is written to by their number; offline that is said', async () => {
    const dialog = ana.page.getByRole('dialog', { name: 'Nova conversa' });
    await ana.page.getByRole('button', { name: 'Nova conversa' }).click();
    await dialog.getByLabel('Nome ou número').fill('+55 11 95000-0077');
    await dialog.getByRole('button', { name: /^Começar com/ }).click();
    await dialog.waitFor({ state: 'detached' });
    const box = ana.page.getByRole('textbox', { name: /^Mensagem para \+55 \(11\) 95000-0077/ });
    await box.waitFor();
    await ana.page.getByRole('tabpanel').getByText('Com você', { exact: true }).waitFor();
    cable.cut();
    await bia.page
      .getByText(/^Sem conexão/)
      .first()
      .waitFor();
    await bia.page.getByRole('button', { name: 'Nova conversa' }).click();
    await bia.page.getByLabel('Nome ou número').fill('+55 11 95000-0088');
    await bia.page.getByText('Você está sem conexão').waitFor();
    cable.mend();
  });
});
