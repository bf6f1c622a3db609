/** The contacts' phones in their page: what a person does there arrives, under the strict policy. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { openBrowser } from './console.ts';
import { phone, type Server, startServer } from './programs.ts';

const number = '5511970000001';
/** One dot, in red. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

type Shown = { kind: string; text: string | null; fromContact: boolean; [more: string]: unknown };

describe.runIf(chromiumPath())('the simulator’s page', () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the page had to complain of, such as the content policy. */
  const complaints: string[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer(),
      openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    ]);
    context = await browser.newContext({ locale: 'pt-BR', permissions: ['microphone'] });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    await page.goto(`${server.address}/simulator`);
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await server?.close();
  });

  const shows = async () => (await phone(server, number).shows()) as unknown as Shown[];
  /** The last that the phone shows fits this. */
  const lastIs = (expected: object) =>
    vi.waitFor(async () => expect((await shows()).at(-1)).toMatchObject(expected), 10_000);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const choose = async (kind: string) => {
    await button('Mais tipos de mensagem').click();
    await page.getByRole('button', { name: kind }).click();
  };
  const last = () => page.locator('#messages > li').last();

  it('makes a contact and writes', async () => {
    await page.getByPlaceholder('Nome', { exact: true }).fill('Ana Souza');
    await page.getByPlaceholder('Número', { exact: true }).fill(`+${number}`);
    await button('Novo contato').click();
    await page.getByPlaceholder('Mensagem do contato').fill('bom dia');
    await page.keyboard.press('Enter');
    await lastIs({ kind: 'text', text: 'bom dia', fromContact: true });
    await last().getByText('bom dia').waitFor();
  });

  it('sends a picture with its words, dropped or chosen, and a document', async () => {
    const picture = {
      name: 'praia.png',
      mimeType: 'image/png',
      buffer: Buffer.from(dot, 'base64'),
    };
    await page.locator('#file').setInputFiles(picture);
    await page.getByPlaceholder('Mensagem do contato').fill('olha');
    await page.keyboard.press('Enter');
    const attachment = { name: 'praia.png', mediaType: 'image/png', width: 1, height: 1 };
    await lastIs({ kind: 'image', text: 'olha', attachment });
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('#messages .frame img')?.naturalWidth === 1,
    );
    await page.evaluate((bytes) => {
      const data = new DataTransfer();
      const file = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      data.items.add(new File([file], 'solta.png', { type: 'image/png' }));
      dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    }, dot);
    await page.locator('#tray-kind').selectOption('document');
    await button('Enviar').last().click();
    await lastIs({ kind: 'document', attachment: { name: 'solta.png' } });
  });

  it('records a voice note', async () => {
    await button('Gravar áudio').click();
    await page.locator('#recorded').filter({ hasText: '0:01' }).waitFor();
    await page.locator('#record-send').click();
    await lastIs({ kind: 'voice', attachment: { seconds: expect.any(Number) } });
    const voice = (await shows()).at(-1)?.attachment as { waveform: number[]; seconds: number };
    expect(voice.waveform).toHaveLength(64);
    expect(Math.max(...voice.waveform)).toBe(100);
    await button('Ouvir').click();
    await page.waitForFunction(
      () => (document.querySelector<HTMLAudioElement>('.voice audio')?.currentTime ?? 0) > 0,
    );
  });

  it('sends a place, a card and a poll', async () => {
    await choose('Localização');
    await page.getByLabel('Nome do lugar').fill('Sé');
    await button('OK').click();
    await lastIs({ kind: 'location', content: { location: { name: 'Sé' } } });
    await choose('Cartão de contato');
    await page.locator('#asking').getByLabel('Nome').fill('Rui');
    await page.locator('#asking').getByLabel('Número').fill('+55 11 99999-0001');
    await button('OK').click();
    await lastIs({ kind: 'cards', content: { cards: [{ name: 'Rui' }] } });
    await choose('Enquete');
    await page.getByLabel('Pergunta').fill('Quando?');
    await page.getByLabel('Opções').fill('Hoje\n\nAmanhã\n');
    await button('OK').click();
    await lastIs({ kind: 'poll', content: { poll: { options: ['Hoje', 'Amanhã'] } } });
  });

  it('answers buttons, with a quote of them', async () => {
    await choose('Botões');
    await page.getByLabel('Pergunta').fill('Manhã ou tarde?');
    await page.getByLabel('Opções').fill('Manhã\nTarde');
    await button('OK').click();
    await lastIs({ kind: 'choices', fromContact: false });
    await button('Tarde').click();
    await lastIs({ kind: 'choice', text: 'Tarde', quote: { text: 'Manhã ou tarde?' } });
  });

  it('replies, reacts, edits and deletes', async () => {
    const asked = page.locator('#messages > .theirs', { hasText: 'Manhã ou tarde?' });
    await asked.hover();
    await asked.getByRole('button', { name: 'Responder' }).click();
    await page.getByPlaceholder('Mensagem do contato').fill('pensando bem');
    await page.keyboard.press('Enter');
    await lastIs({ text: 'pensando bem', quote: { text: 'Manhã ou tarde?' } });
    await last().getByText('pensando bem').waitFor();
    await last().hover();
    await last().getByRole('button', { name: 'Reagir' }).click();
    await page.locator('#reacting button').first().click();
    await lastIs({ reactions: [{ fromContact: true, emoji: '👍' }] });
    await last().hover();
    await last().getByRole('button', { name: 'Editar' }).click();
    await page.locator('#asking').getByRole('textbox').fill('de manhã');
    await button('OK').click();
    await lastIs({ text: 'de manhã', editedAt: expect.any(String) });
    await last().getByText('de manhã').waitFor();
    await last().hover();
    await last().getByRole('button', { name: 'Apagar para todos' }).click();
    await lastIs({ text: null, deletedAt: expect.any(String) });
    await last().getByText('Mensagem apagada').waitFor();
  });

  it('calls, and gives up', async () => {
    await button('Ligar').click();
    await page.getByText('Chamando…').waitFor();
    await button('Desistir').click();
    await lastIs({ kind: 'call', content: { call: { outcome: 'missed' } } });
    await last().getByText('Ligação perdida').waitFor();
  });

  it('goes offline and comes back', async () => {
    await page.getByLabel('Celular ligado').click();
    await page.getByPlaceholder('Mensagem do contato').fill('sem sinal');
    await page.keyboard.press('Enter');
    await lastIs({ text: 'sem sinal', status: 'waiting' });
    await page.getByLabel('Celular ligado').click();
    await lastIs({ text: 'sem sinal', status: 'delivered' });
  });

  it('speaks English too, and had nothing to complain of', async () => {
    await button('English').click();
    await last().getByText('sem sinal').waitFor();
    await page.getByText('Phone is on').waitFor();
    await page.getByText('Missed call').waitFor();
    expect(complaints).toEqual([]);
  });
});
