/** The same with the network cut in between, the core killed, and everything exactly once after. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('away from the network', () => {
  let server: Server;
  let cable: Cable;
  let ana: App;
  const names = ['Rita Alves', 'Saulo Reis', 'Tereza Luz'];
  const phones = () => names.map((_, n) => phone(server, `551195000000${n}`));
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    ana = await openApp({ server: cable.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await cable?.close();
    await server?.close();
  });

  const box = (name: string) => ana.page.getByRole('textbox', { name: `Mensagem para ${name}` });
  const open = async (name: string, section?: string) => {
    if (section) await ana.page.getByRole('tab', { name: section }).click();
    await ana.page.getByRole('listitem').filter({ hasText: name }).click();
    await box(name).waitFor();
  };

  const laudo = Buffer.from('laudo\n'.repeat(2_000));
  async function sendFile(caption: string): Promise<void> {
    const { page } = ana;
    await page
      .getByRole('tabpanel')
      .locator('input[data-attach=documents]')
      .setInputFiles({ name: 'laudo.txt', mimeType: 'text/plain', buffer: laudo });
    const words = page.getByRole('textbox', { name: 'Escreva uma legenda' });
    await words.fill(caption);
    await words.press('Enter');
    await page.getByRole('log').getByText(caption).waitFor();
  }

  it('what was written in three conversations, and a file, survives a kill and arrives once, in order', async () => {
    for (const [n, one] of phones().entries()) await one.write('oi', { name: names[n] });
    for (const name of names) {
      await open(name, 'Aguardando');
      await ana.page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
      await ana.page.getByRole('tabpanel').getByText('Com você').waitFor();
    }
    cable.cut();
    await ana.page.getByText('Sem conexão', { exact: false }).first().waitFor();
    for (const name of names) {
      await open(name, 'Meus');
      for (const text of ['um', 'dois', 'três']) {
        await box(name).fill(`${text} para ${name}`);
        await box(name).press('Enter');
        await ana.page.getByRole('log').getByText(`${text} para ${name}`).waitFor();
        if (name === 'Saulo Reis' && text === 'dois') await sendFile('segue o laudo');
      }
    }
    await box('Tereza Luz').fill('um rascunho que fica');
    await box('Tereza Luz').blur();
    // Nine texts and a file, and perhaps the last start, which the cut overtook.
    await ana.page.getByText(/\b(10|11) aguardando envio/).waitFor();
    await vi.waitFor(async () => expect(await draftsKept(ana)).toContain('um rascunho que fica'));
    await ana.restart('SIGKILL');

    // The server is still away: what was there is there, from the cache.
    await ana.page.getByText('Sem conexão', { exact: false }).first().waitFor();
    await open('Tereza Luz', 'Meus');
    await vi.waitFor(async () => {
      expect(await box('Tereza Luz').inputValue()).toBe('um rascunho que fica');
    });
    await ana.page.getByRole('log').getByText('três para Tereza Luz').waitFor();
    // Meanwhile they write, too.
    for (const one of phones()) await one.write('alô?');
    cable.mend();
    await ana.page.getByText('Conectado', { exact: true }).waitFor();
    await ana.page.getByRole('log').getByText('alô?').waitFor();
    for (const [n, one] of phones().entries()) {
      await vi.waitFor(async () => {
        const got = (await one.shows()).filter((message) => !message.fromContact);
        const [first, second, third] = ['um', 'dois', 'três'].map(
          (text) => `${text} para ${names[n]}`,
        );
        const file = names[n] === 'Saulo Reis' ? ['segue o laudo'] : [];
        expect(got.map((message) => message.text)).toEqual([first, second, ...file, third]);
        expect(got.flatMap(({ attachment }) => attachment ?? [])).toMatchObject(
          file.map(() => ({ kind: 'document', name: 'laudo.txt', size: laudo.length })),
        );
      }, 20_000);
    }
    await ana.page.getByText('aguardando envio').waitFor({ state: 'detached' });
  });
});

/** What the core has on the disk: a draft is given to it when the box is left, and takes a moment. */
const draftsKept = (ana: App): Promise<string[]> =>
  ana.page.evaluate(async () => {
    const { desk } = window as unknown as { desk: Desk };
    const answer = await desk.call('conversations', {});
    return answer.ok ? answer.value.map(({ draft }) => draft) : [];
  });
