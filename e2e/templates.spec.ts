/** A day after the contact wrote, the official API takes templates only: one goes with its values. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { type Graph, openGraph, tells, writes } from './graph.ts';
import { addAttendant, type Server, startServer } from './programs.ts';

const from = '5511946001234';
const hour = 3_600_000;

describe.runIf(chromiumPath())('on the official API', () => {
  let graph: Graph;
  let server: Server;
  let browser: Browser;
  let ana: Console;
  beforeAll(async () => {
    graph = await openGraph();
    graph.templates.push({
      ...{ name: 'retorno', language: 'pt_BR', status: 'APPROVED', category: 'UTILITY' },
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Clínica Aurora' },
        { type: 'BODY', text: 'Olá {{1}}, seu exame de {{2}} está pronto.' },
        { type: 'FOOTER', text: 'Responda para falar conosco' },
      ],
    });
    graph.templates.push({
      ...{ name: 'mapa', language: 'pt_BR', status: 'APPROVED', category: 'UTILITY' },
      components: [
        { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['x'] } },
        { type: 'BODY', text: 'Olá {{1}}, segue o preparo.' },
      ],
    });
    [server, browser] = await Promise.all([startServer({ env: graph.env }), openBrowser()]);
    ana = await openConsole(browser, { server: server.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await browser?.close();
    await server?.close();
    await graph?.close();
  });
  const field = () => ana.page.getByRole('textbox', { name: 'Mensagem para Rita Alves' });
  const button = (name: string) => ana.page.getByRole('button', { name, exact: true });
  const posted = (count: number) =>
    vi.waitFor(() => expect(graph.messages).toHaveLength(count), { timeout: 20_000 });

  it('offers templates in place of the field, and sends one as it was filled in', async () => {
    const { page } = ana;
    const at = new Date(Date.now() - 30 * hour);
    const wrote = { from, name: 'Rita Alves', id: 'wamid.IN1', text: 'meu exame?', at };
    expect(await writes(server, wrote)).toBe(200);
    await page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).click();
    await page.getByText('Agora, só modelos aprovados').waitFor();
    expect(await field().count()).toBe(0);
    await button('Escolher modelo').click();
    const dialog = page.getByRole('dialog', { name: 'Escrever com um modelo' });
    await dialog.getByText('retorno').click();
    // Whom it greets is known; what is missing is asked for.
    expect(await dialog.getByLabel('Valor 1').inputValue()).toBe('Rita Alves');
    const send = dialog.getByRole('button', { name: /^(Iniciar e enviar|Enviar)$/ });
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByLabel('Valor 2').fill('sangue');
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await posted(1);
    const [message] = graph.messages;
    expect(message).toEqual({
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: `+${from}` },
      biz_opaque_callback_data: expect.any(String),
      type: 'template',
      template: {
        name: 'retorno',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Rita Alves' },
              { type: 'text', text: 'sangue' },
            ],
          },
        ],
      },
    });
    await page.getByText('Olá Rita Alves, seu exame de sangue está pronto.').first().waitFor();
    const ours = message?.biz_opaque_callback_data ?? '';
    expect(await tells(server, 'read', { id: 'wamid.OUT1', ours, to: from })).toBe(200);
  });

  it('sends one whose header is a file, uploaded first', async () => {
    const { page } = ana;
    await button('Escolher modelo').click();
    const dialog = page.getByRole('dialog', { name: 'Escrever com um modelo' });
    await dialog.getByText('mapa').click();
    const send = dialog.getByRole('button', { name: 'Enviar', exact: true });
    // All its values are known; the file is not there yet.
    expect(await dialog.getByLabel('Valor 1').inputValue()).toBe('Rita Alves');
    expect(await send.isDisabled()).toBe(true);
    const bytes = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    const choose = (name: string, mimeType: string) =>
      dialog.locator('input[data-attach=header]').setInputFiles({ name, mimeType, buffer: bytes });
    await choose('preparo.zip', 'application/zip');
    await dialog.getByText('Este modelo não aceita esse tipo de arquivo.').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await choose('preparo.pdf', 'application/pdf');
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await posted(2);
    const [[mediaId, form]] = [...graph.uploads] as [[string, string]];
    expect(form).toContain(bytes.toString('latin1'));
    expect(graph.messages[1]).toMatchObject({
      type: 'template',
      template: {
        name: 'mapa',
        components: [
          {
            type: 'header',
            parameters: [{ type: 'document', document: { id: mediaId, filename: 'preparo.pdf' } }],
          },
          { type: 'body', parameters: [{ type: 'text', text: 'Rita Alves' }] },
        ],
      },
    });
    await page.getByText('Olá Rita Alves, segue o preparo.').first().waitFor();
  });

  it('takes free words again as soon as the contact answers', async () => {
    expect(
      await writes(server, { from, name: 'Rita Alves', id: 'wamid.IN2', text: 'obrigada!' }),
    ).toBe(200);
    await field().fill('Às ordens');
    await ana.page.keyboard.press('Enter');
    await posted(3);
    expect(graph.messages[2]).toMatchObject({ type: 'text', text: { body: 'Às ordens' } });
    expect(await button('Escolher modelo').count()).toBe(0);
  });
});
