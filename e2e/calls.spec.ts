/** Voice calls, from a contact's phone to the attendant's microphone and back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, type Person, phone, rest, type Server, startServer } from './programs.ts';

type Sound = { connected: boolean; heard: number; said: number };
type Watched = { peers: RTCPeerConnection[] };

let server: Server;
let browser: Browser;
let ana: Console;
let bia: Console;
let people: Person[] = [];
let last = 0;

/** A contact nobody has heard of yet. */
function contact(name: string) {
  last += 1;
  const number = `551197100${String(last).padStart(4, '0')}`;
  const path = `/simulator/contacts/${number}`;
  const ask = <T>(method: string, more: string, body?: unknown) =>
    rest<T>(server, null, method, `${path}${more}`, body);
  return {
    ...phone(server, number),
    /** What it does when it is called. */
    onCalls: (calls: 'ring' | 'take' | 'decline' | 'refuse') => ask('PATCH', '', { calls, name }),
    async calls(): Promise<string> {
      await ask('PATCH', '', { name });
      return (await ask<{ whatsappId: string }>('POST', '/calls', {})).whatsappId;
    },
    hangsUp: (id: string) => ask('DELETE', `/calls/${id}`),
    sound: (id: string) => ask<Sound>('GET', `/calls/${id}`),
    running: async () => {
      const { items } = await rest<{ items: { phone: string; call?: { whatsappId: string } }[] }>(
        ...[server, null, 'GET', '/simulator/contacts'],
      );
      return items.find((one) => one.phone === `+${number}`)?.call?.whatsappId ?? '';
    },
  };
}

/** Keeps every connection that the page makes, to look at what comes through. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const Own = window.RTCPeerConnection;
    const all: RTCPeerConnection[] = [];
    Object.assign(window, {
      peers: all,
      RTCPeerConnection: class extends Own {
        constructor(...given: ConstructorParameters<typeof Own>) {
          super(...given);
          all.push(this);
        }
      },
    });
  });
/** Packets of sound that came in over the newest connection. */
const packets = (page: Page) =>
  page.evaluate(async () => {
    const stats = await (window as unknown as Watched).peers.at(-1)?.getStats();
    let received = 0;
    for (const [, one] of stats ?? new Map()) {
      if (one.type === 'inbound-rtp' && one.kind === 'audio') received += one.packetsReceived;
    }
    return received as number;
  });
/** Whether anything of the newest connection, or of its microphone, is still open. */
const isOpen = (page: Page) =>
  page.evaluate(() => {
    const peer = (window as unknown as Watched).peers.at(-1);
    const live = peer?.getSenders().some(({ track }) => track?.readyState === 'live');
    return peer?.connectionState !== 'closed' || live === true;
  });
const bar = (page: Page, name: string) => page.getByRole('group', { name: `Chamada com ${name}` });
const press = (page: Page, name: string, button: string | RegExp) =>
  bar(page, name).getByRole('button', { name: button }).click();
const line = (page: Page, words: string) =>
  page.locator('#conversation [data-call]', { hasText: words });
const show = (page: Page, name: string) =>
  page.getByRole('button', { name: `Abrir a conversa com ${name}` }).click();
const heard = (page: Page) =>
  vi.waitFor(async () => expect(await packets(page)).toBeGreaterThan(10), 15_000);

describe.runIf(chromiumPath())('a call', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer(),
      openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    ]);
    people = [await addAttendant(server, 'Ana'), await addAttendant(server, 'Bia')];
    [ana, bia] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openConsole(browser, { server: server.address }),
    ]);
    for (const [n, desk] of [ana, bia].entries()) {
      await desk.signIn(people[n] as Person);
      await watch(desk.page);
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(ana, `calls ${task.name}`);
    await keepPicture(bia, `calls ${task.name} bia`);
  });
  afterAll(async () => {
    await ana?.close();
    await bia?.close();
    await browser?.close();
    await server?.close();
  });

  it('rings, is taken by one console and not the other, is heard on both sides, and is logged', async () => {
    const rita = contact('Rita');
    const id = await rita.calls();
    await bar(bia.page, 'Rita').getByText('está ligando').waitFor();
    await bar(ana.page, 'Rita').getByText('está ligando').waitFor();
    await show(bia.page, 'Rita');
    await line(bia.page, 'Está ligando…').waitFor();
    await ana.page.keyboard.press('Alt+a');
    await bar(ana.page, 'Rita').getByText('Em chamada', { exact: true }).waitFor();
    await bar(bia.page, 'Rita').waitFor({ state: 'detached' });
    await line(bia.page, 'Chamada em andamento').getByText('atendida por Ana').waitFor();

    await heard(ana.page);
    await vi.waitFor(async () => {
      const sound = await rita.sound(id);
      expect(sound.connected).toBe(true);
      expect(Math.min(sound.heard, sound.said)).toBeGreaterThan(10);
    }, 15_000);
    await bar(ana.page, 'Rita').getByRole('timer').getByText('0:02').waitFor();

    await show(ana.page, 'Rita');
    await press(ana.page, 'Rita', 'Desligar');
    await line(ana.page, 'Chamada recebida').getByText('atendida por você').waitFor();
    expect(await line(ana.page, 'Chamada recebida').textContent()).toMatch(/· 0:\d\d/);
    await line(bia.page, 'Chamada recebida').getByText('atendida por Ana').waitFor();
    expect(await isOpen(ana.page)).toBe(false);
    expect(await rita.running()).toBe('');
  });

  it('ends when the contact hangs up', async () => {
    const otto = contact('Otto');
    const id = await otto.calls();
    await press(ana.page, 'Otto', /^Atender/);
    await bar(ana.page, 'Otto').getByText('Em chamada', { exact: true }).waitFor();
    await heard(ana.page);
    await show(ana.page, 'Otto');
    await otto.hangsUp(id);
    await line(ana.page, 'Chamada recebida').waitFor();
    await bar(ana.page, 'Otto').waitFor({ state: 'detached' });
    expect(await isOpen(ana.page)).toBe(false);
  });

  it('is declined for everyone', async () => {
    const caio = contact('Caio');
    await caio.calls();
    await bar(bia.page, 'Caio').waitFor();
    await show(ana.page, 'Caio');
    await ana.page.keyboard.press('Alt+r');
    await bar(ana.page, 'Caio').waitFor({ state: 'detached' });
    await bar(bia.page, 'Caio').waitFor({ state: 'detached' });
    await line(ana.page, 'Chamada recusada').waitFor();
    expect(await caio.running()).toBe('');
  });

  it('is missed when nobody takes it', async () => {
    const lia = contact('Lia');
    const id = await lia.calls();
    await bar(bia.page, 'Lia').waitFor();
    await show(bia.page, 'Lia');
    await lia.hangsUp(id);
    await bar(bia.page, 'Lia').waitFor({ state: 'detached' });
    await line(bia.page, 'Chamada perdida').waitFor();
  });

  it('is answered by one while another is spoken only after asking', async () => {
    const [eva, ivo] = [contact('Eva'), contact('Ivo')];
    const first = await eva.calls();
    await press(ana.page, 'Eva', /^Atender/);
    await bar(ana.page, 'Eva').getByText('Em chamada', { exact: true }).waitFor();
    const second = await ivo.calls();
    await press(ana.page, 'Ivo', /^Atender/);
    await ana.page.getByRole('button', { name: 'Desligar e atender' }).click();
    await bar(ana.page, 'Ivo').getByText('Em chamada', { exact: true }).waitFor();
    await heard(ana.page);
    expect((await ivo.sound(second)).connected).toBe(true);
    await expect(eva.sound(first)).rejects.toThrow('404');
    await press(ana.page, 'Ivo', 'Desligar');
    await bar(ana.page, 'Ivo').waitFor({ state: 'detached' });
  });

  it('is shown on another console of the same person, which can end it', async () => {
    const other = await openConsole(browser, { server: server.address });
    try {
      await other.signIn(people[0] as Person);
      const noa = contact('Noa');
      await noa.calls();
      await press(ana.page, 'Noa', /^Atender/);
      await bar(ana.page, 'Noa').getByText('Em chamada', { exact: true }).waitFor();
      await bar(other.page, 'Noa').getByText('Em chamada em outro console seu').waitFor();
      await press(other.page, 'Noa', 'Desligar');
      await bar(ana.page, 'Noa').waitFor({ state: 'detached' });
      expect(await isOpen(ana.page)).toBe(false);
      expect(await noa.running()).toBe('');
    } finally {
      await other.close();
    }
  });

  it('is dialled once the contact allows it, and asked for before', async () => {
    const teo = contact('Teo');
    await teo.onCalls('refuse');
    await teo.write('me liga?', { name: 'Teo' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Teo' }).click();
    // The service waits: calling starts it.
    const dial = ana.page.locator('#conversation').getByRole('button', { name: 'Ligar para Teo' });
    await dial.click();
    const question = ana.page.getByRole('textbox', { name: 'O que você escreve para a pessoa' });
    await question.fill('Podemos ligar agora?');
    await ana.page.getByRole('button', { name: 'Perguntar', exact: true }).click();
    await line(ana.page, 'Permissão para ligar pedida').waitFor();
    await vi.waitFor(
      async () =>
        expect((await teo.shows()).at(-1)).toMatchObject({ text: 'Podemos ligar agora?' }),
      10_000,
    );
    expect(await isOpen(ana.page)).toBe(false);

    await teo.onCalls('ring');
    await dial.click();
    await bar(ana.page, 'Teo').getByText('Chamando…').waitFor();
    const id = await vi.waitFor(async () => {
      const running = await teo.running();
      expect(running).not.toBe('');
      return running;
    }, 10_000);
    await rest(server, null, 'PATCH', `/simulator/contacts/${teo.number}/calls/${id}`, {
      outcome: 'answered',
    });
    await bar(ana.page, 'Teo').getByText('Em chamada', { exact: true }).waitFor();
    await heard(ana.page);
    await teo.hangsUp(id);
    await line(ana.page, 'Chamada feita').waitFor();
    expect(await isOpen(ana.page)).toBe(false);

    await teo.onCalls('decline');
    await dial.click();
    await line(ana.page, 'Chamada recusada pelo contato').waitFor();
    await bar(ana.page, 'Teo').waitFor({ state: 'detached' });
  });

  it('is spoken in the installed app, which lets nobody but itself use the microphone', async () => {
    const app = await openApp({
      server: server.address,
      switches: ['--use-fake-device-for-media-stream'],
    });
    try {
      await app.signIn(await addAttendant(server, 'Davi'));
      await watch(app.page);
      const zoe = contact('Zoe');
      const id = await zoe.calls();
      await press(app.page, 'Zoe', /^Atender/);
      await bar(app.page, 'Zoe').getByText('Em chamada', { exact: true }).waitFor();
      await heard(app.page);
      await zoe.hangsUp(id);
      await bar(app.page, 'Zoe').waitFor({ state: 'detached' });
      expect(await isOpen(app.page)).toBe(false);
    } finally {
      await app.close();
    }
  });

  it('ends with the window in which it was spoken', async () => {
    const ugo = contact('Ugo');
    await ugo.calls();
    await press(bia.page, 'Ugo', /^Atender/);
    await bar(bia.page, 'Ugo').getByText('Em chamada', { exact: true }).waitFor();
    await bia.page.close({ runBeforeUnload: false });
    await vi.waitFor(async () => expect(await ugo.running()).toBe(''), 10_000);
  });
});
