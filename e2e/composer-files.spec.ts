/** What one speaks, drops or pastes into the composer goes out as it was. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { Desk } from '#shared/contract/bridge.ts';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { readOggOpus } from './ogg-opus.ts';
import {
  addAttendant,
  admin,
  freshFolder,
  phone,
  rest,
  type Server,
  signIn,
  startServer,
} from './programs.ts';

const number = '5511945001234';
type Item = { direction: string; kind: string; text: string | null; attachment?: Attachment };

describe.runIf(chromiumPath())('into the composer', () => {
  let server: Server;
  let browser: Browser;
  let ana: Console;
  let token: string;
  let files: string;
  beforeAll(async () => {
    files = freshFolder('files');
    [server, browser] = await Promise.all([
      startServer(),
      openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    ]);
    token = await signIn(server, admin);
    ana = await openConsole(browser, { server: server.address });
    await ana.page.context().grantPermissions(['microphone', 'clipboard-read', 'clipboard-write']);
    await ana.signIn(await addAttendant(server, 'Ana'));
    await phone(server, number).write('oi', { name: 'Rita Alves' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).click();
    await ana.page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
    await field().waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await browser?.close();
    await server?.close();
    rmSync(files, { recursive: true, force: true });
  });
  const field = () => ana.page.getByRole('textbox', { name: 'Mensagem para Rita' });
  const press = (name: string) => ana.page.getByRole('button', { name, exact: true }).click();

  /** The last message of the service, once it is on the phone, and its bytes as the server has them. */
  async function last(kind: string): Promise<{ item: Item; bytes: Buffer; type: string | null }> {
    const { items } = await rest<{ items: { id: string }[] }>(
      server,
      token,
      'GET',
      `/api/v1/services?contact=${number}`,
    );
    const path = `/api/v1/services/${items[0]?.id}/messages?limit=200`;
    const item = await vi.waitFor(
      async () => {
        const page = await rest<{ items: Item[] }>(server, token, 'GET', path);
        const found = page.items.at(-1);
        expect(found).toMatchObject({ kind, direction: 'out', status: 'delivered' });
        return found as Item;
      },
      { timeout: 20_000 },
    );
    const answer = await fetch(`${server.address}/api/v1/attachments/${item.attachment?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const type = answer.headers.get('content-type');
    return { item, bytes: Buffer.from(await answer.arrayBuffer()), type };
  }
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  it('a voice note is ogg/opus, mono, as long as what was recorded, with 64 bars', async () => {
    const { page } = ana;
    // What the microphone gave, as the browser recorded it: the measure of all that follows.
    await page.evaluate(() => {
      const chunks: Blob[] = [];
      const Native = MediaRecorder;
      Object.assign(window, { recorded: chunks });
      window.MediaRecorder = class extends Native {
        constructor(stream: MediaStream, options?: MediaRecorderOptions) {
          super(stream, options);
          this.addEventListener('dataavailable', ({ data }) => chunks.push(data));
        }
      };
    });
    await press('Gravar mensagem de voz');
    // It counts what was recorded; a pause is not part of it.
    await page.getByRole('timer').filter({ hasText: '0:02' }).waitFor();
    await press('Pausar e ouvir');
    await press('Continuar gravando');
    await page.getByRole('timer').filter({ hasText: '0:03' }).waitFor();
    await press('Enviar mensagem de voz');
    const { item, bytes, type } = await last('voice');
    const recorded = await page.evaluate(async () => {
      const { recorded: chunks } = window as unknown as { recorded: Blob[] };
      const sound = await new Blob(chunks).arrayBuffer();
      return (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(sound)).duration;
    });
    expect(recorded).toBeGreaterThan(2.5);
    expect(type).toMatch(/^audio\/ogg/);
    const { channels, seconds } = readOggOpus(bytes);
    expect(channels).toBe(1);
    // Within a packet of 60 ms.
    expect(Math.abs(seconds - recorded)).toBeLessThan(0.06);
    const probe = spawnSync(
      'ffprobe',
      [
        ...['-v', 'error', '-show_entries', 'stream=codec_name,channels:format=duration'],
        ...['-of', 'json', '-i', 'pipe:0'],
      ],
      { input: bytes, encoding: 'utf8' },
    );
    if (!probe.error) {
      const { streams, format } = JSON.parse(probe.stdout);
      expect(streams).toMatchObject([{ codec_name: 'opus', channels: 1 }]);
      expect(Math.abs(Number(format.duration ?? seconds) - recorded)).toBeLessThan(0.1);
    }
    expect(item.attachment?.seconds).toBeCloseTo(seconds, 1);
    const shown = (await phone(server, number).shows()).at(-1) as { attachment?: Attachment };
    const { waveform = [] } = shown.attachment ?? {};
    expect(waveform).toHaveLength(64);
    // The fake microphone beeps: it is neither silence nor one tone throughout.
    expect(Math.max(...waveform)).toBe(100);
    expect(Math.min(...waveform)).toBeLessThan(50);
    expect(shown.attachment).toMatchObject({
      sha256: hashOf(bytes),
      seconds: item.attachment?.seconds,
    });
  });

  it('a file that is dropped goes with its words, byte for byte', async () => {
    const { page } = ana;
    const path = join(files, 'laudo.txt');
    const bytes = Buffer.from('laudo\n'.repeat(1_000));
    writeFileSync(path, bytes);
    const { x = 0, y = 0 } = (await field().boundingBox()) ?? {};
    const hand = await page.context().newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      hand.send('Input.dispatchDragEvent', { type, x: x + 20, y: y - 80, data });
    await drag('dragEnter');
    await drag('dragOver');
    await page.getByText('Solte os arquivos aqui').waitFor();
    await drag('drop');
    await page.getByRole('button', { name: 'laudo.txt', exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Escreva uma legenda' }).fill('segue o laudo');
    await page.keyboard.press('Enter');
    const { item, bytes: kept } = await last('document');
    expect(item).toMatchObject({ text: 'segue o laudo', attachment: { name: 'laudo.txt' } });
    expect(hashOf(kept)).toBe(hashOf(bytes));
    await page.getByText('Solte os arquivos aqui').waitFor({ state: 'detached' });
  });

  async function pastePicture(): Promise<void> {
    const { page } = ana;
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 40, height: 30 });
      canvas.getContext('2d')?.fillRect(0, 0, 20, 30);
      const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
      if (png) await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    });
    await field().focus();
    await page.keyboard.press('ControlOrMeta+V');
    await page.getByRole('region', { name: '1 arquivo para enviar' }).waitFor();
  }

  it('a picture that is pasted goes as a picture', async () => {
    await pastePicture();
    await ana.page.keyboard.press('Enter');
    const { item, type } = await last('image');
    expect(item.attachment).toMatchObject({ kind: 'image', width: 40, height: 30 });
    expect(type).toMatch(/^image\//);
  });

  it('a picture that is taken back is in the composer again with its words, and goes once', async () => {
    const { page } = ana;
    const undoSend = (seconds: 0 | 10) =>
      page.evaluate(
        (undoSend) =>
          (window as unknown as { desk: Desk }).desk.call('saveSettings', {
            settings: { undoSend },
          }),
        seconds,
      );
    const pictures = async () =>
      (await phone(server, number).shows()).filter(({ attachment }) => attachment?.kind === 'image')
        .length;
    const before = await pictures();
    await undoSend(10);
    await pastePicture();
    const caption = page.getByRole('textbox', { name: 'Escreva uma legenda' });
    await caption.fill('a receita');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: '1 arquivo para enviar' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Desfazer' }).click();
    await page.getByRole('region', { name: '1 arquivo para enviar' }).waitFor();
    expect(await caption.inputValue()).toBe('a receita');
    await undoSend(0);
    await caption.press('Enter');
    await vi.waitFor(async () => expect(await pictures()).toBe(before + 1), { timeout: 15_000 });
    expect((await last('image')).item.text).toBe('a receita');
    expect(await pictures()).toBe(before + 1);
  });
});
