/** Tabs and lists of a person who has many conversations at once. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationSummary, Desk } from '#shared/contract/bridge.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

const names = ['Júlia Prado', 'Caio Lima', 'Rita Alves', 'Saulo Reis'];

describe.runIf(chromiumPath())('many conversations at once', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let ana: Console;
  let chief: Console;
  let token: string;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    token = await signIn(server, admin);
    await rest(server, token, 'POST', '/api/v1/tags', { name: 'Retorno', hue: 2 });
    const person = await addAttendant(server, 'Ana');
    await addAttendant(server, 'Bia');
    browser = await openBrowser();
    [ana, chief] = await Promise.all([
      openConsole(browser, { server: cable.address }),
      openConsole(browser, { server: server.address }),
    ]);
    await Promise.all([ana.signIn(person), chief.signIn(admin)]);
    for (const [at, name] of names.entries()) {
      await phone(server, `551195000000${at}`).write('Bom dia', { name });
      await section('Aguardando').click();
      await entry(name).click();
      await ana.page.keyboard.press('Alt+S');
      await ana.page.locator('#conversation').getByText('Com você').waitFor();
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await Promise.all([ana?.close(), chief?.close()]);
    await browser?.close();
    await cable?.close();
    await server?.close();
  });

  type AtDesk = { desk: Desk };
  /** As a colleague sees them. */
  const known = async () => {
    const answer = await chief.page.evaluate(() =>
      (window as unknown as AtDesk).desk.call('conversations', {}),
    );
    return answer.ok ? answer.value : [];
  };
  const those = async (fits: (one: ConversationSummary) => boolean) =>
    (await known())
      .filter(fits)
      .map(({ contact }) => contact.whatsappName)
      .sort();
  const open = () => those(({ service }) => service?.state === 'open');
  const section = (name: string) => ana.page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const entry = (name: string) => ana.page.getByRole('listitem').filter({ hasText: name });
  const tab = (name: string) => ana.page.locator('[role=tab][data-tab]').filter({ hasText: name });
  const tabs = async () =>
    (await ana.page.locator('[role=tab][data-tab] bdi').allTextContents()).map(
      (name) => name.split(' ')[0],
    );
  const connected = () => ana.page.getByText('Conectado', { exact: true }).waitFor();
  async function choose(...wanted: string[]): Promise<void> {
    for (const name of wanted) await entry(name).click({ modifiers: ['Control'] });
    await ana.page.getByText(new RegExp(`^${wanted.length} escolhidas?$`)).waitFor();
  }
  const held = (name: string) =>
    expect.objectContaining({ attendant: expect.objectContaining({ name }) });
  const notice = (text: RegExp) => ana.page.getByTestId('notice').filter({ hasText: text });

  it('are tabs in the order to which they were dragged, the pinned ones first, after a restart too', async () => {
    await expect.poll(open).toHaveLength(names.length);
    expect(await tabs()).toEqual(['Júlia', 'Caio', 'Rita', 'Saulo']);
    await tab('Saulo Reis').dragTo(tab('Caio Lima'));
    await expect.poll(tabs).toEqual(['Júlia', 'Saulo', 'Caio', 'Rita']);
    await tab('Rita Alves').click();
    await ana.page.keyboard.press('Alt+P');
    await expect.poll(tabs).toEqual(['Rita', 'Júlia', 'Saulo', 'Caio']);
    // Nothing goes before a pinned one, however far it is dragged.
    await tab('Caio Lima').dragTo(tab('Rita Alves'));
    await expect.poll(tabs).toEqual(['Rita', 'Caio', 'Júlia', 'Saulo']);
    await tab('Júlia Prado').click();
    await ana.page.locator('#conversation header').getByText('Júlia Prado').waitFor();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await ana.restart(signal);
      await connected();
      await expect.poll(tabs).toEqual(['Rita', 'Caio', 'Júlia', 'Saulo']);
      expect(await tab('Júlia Prado').getAttribute('aria-selected')).toBe('true');
      await tab('Rita Alves').getByText('Fixada').waitFor();
      expect(await tab('Caio Lima').getByText('Fixada').count()).toBe(0);
    }
  });

  it('are tagged together, and it is undone together', async () => {
    await section('Meus').click();
    await choose('Caio Lima', 'Rita Alves', 'Saulo Reis');
    const tagged = () => those(({ contact }) => (contact.tags ?? []).length > 0);
    const put = async () => {
      await ana.page.getByRole('button', { name: 'Etiquetar os contatos' }).click();
      await ana.page.getByRole('menuitem', { name: 'Retorno' }).click();
    };
    await put();
    await expect.poll(tagged).toEqual(['Caio Lima', 'Rita Alves', 'Saulo Reis']);
    await notice(/3 contatos etiquetados/)
      .getByRole('button', { name: 'Desfazer' })
      .click();
    await expect.poll(tagged).toEqual([]);
    await put();
    await expect.poll(tagged).toHaveLength(3);
    await ana.page.keyboard.press('Escape');
  });

  it('are looked at by tag, again after a restart', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'Filtrar por etiqueta' }).click();
    await page.getByRole('menuitemradio', { name: 'Retorno' }).click();
    await entry('Júlia Prado').waitFor({ state: 'detached' });
    await entry('Caio Lima').waitFor();
    await ana.restart();
    await connected();
    await ana.page.getByRole('tab', { name: 'Meus', selected: true }).waitFor();
    await entry('Caio Lima').waitFor();
    expect(await entry('Júlia Prado').count()).toBe(0);
    await ana.page.getByRole('button', { name: 'Só com a etiqueta Retorno' }).click();
    await ana.page.getByRole('menuitemradio').first().click();
    await entry('Júlia Prado').waitFor();
  });

  it('are finished together, which can be undone for a while', async () => {
    const finish = async (count: number) => {
      await ana.page.getByRole('button', { name: `Encerrar ${count}` }).click();
      await ana.page
        .getByRole('dialog')
        .getByRole('button', { name: `Encerrar ${count}` })
        .click();
    };
    await choose('Caio Lima', 'Rita Alves');
    await finish(2);
    await entry('Caio Lima').waitFor({ state: 'detached' });
    await notice(/2 atendimentos encerrados/)
      .getByRole('button', { name: 'Desfazer' })
      .click();
    await entry('Caio Lima').waitFor();
    expect(await open()).toHaveLength(4);
    await choose('Caio Lima');
    await finish(1);
    await notice(/1 atendimento encerrado/).waitFor();
    await expect.poll(open, { timeout: 30_000 }).not.toContain('Caio Lima');
    expect(await open()).toEqual(['Júlia Prado', 'Rita Alves', 'Saulo Reis']);
  });

  it('of which one is somebody else’s by now: it is told, and the others are done', async () => {
    const { items } = await rest<{ items: { id: string; name: string }[] }>(
      ...([server, token, 'GET', '/api/v1/users'] as const),
    );
    const bia = items.find(({ name }) => name === 'Bia')?.id ?? '';
    try {
      const rita = (await known()).find(({ contact }) => contact.whatsappName === 'Rita Alves');
      cable.cut();
      await ana.page.getByText(/^Sem conexão/).waitFor();
      const passed = await chief.page.evaluate(
        ([conversationId, serviceId, attendantId]) =>
          (window as unknown as AtDesk).desk.call('perform', {
            intent: { type: 'transferService', conversationId, serviceId, attendantId },
          }),
        [rita?.conversation.id ?? '', rita?.service?.id ?? '', bia] as const,
      );
      expect(passed.ok).toBe(true);
      await expect
        .poll(() => rest(server, token, 'GET', '/api/v1/services?state=open'))
        .toMatchObject({ items: expect.arrayContaining([held('Bia')]) });
      await choose('Júlia Prado', 'Rita Alves', 'Saulo Reis');
      await ana.page.getByRole('button', { name: 'Encerrar 3' }).click();
      await ana.page.getByRole('dialog').getByRole('button', { name: 'Encerrar 3' }).click();
      await notice(/3 atendimentos encerrados/).waitFor();
      cable.mend();
      await notice(/Rita Alves.*não foi encerrado/)
        .getByText(/Bia/)
        .waitFor({ timeout: 40_000 });
      await expect.poll(open, { timeout: 30_000 }).toEqual(['Rita Alves']);
      await section('Meus').click();
      await entry('Rita Alves').waitFor({ state: 'detached' });
    } finally {
      cable.mend();
    }
  });
});
