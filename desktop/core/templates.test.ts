import { v7 as newId } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import type { Template } from '#shared/contract/template.ts';
import { memoryHost, openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

const hello: Template = {
  ...{ name: 'hello', language: 'pt_BR', category: 'UTILITY' },
  ...{ header: null, body: 'Olá {{1}}', footer: null },
};

async function begin() {
  const server = await startTestServer();
  const ana = server.addUser('Ana');
  server.settings.whatsappDriver = 'cloud';
  server.settings.templates = [hello];
  const { folder, remove } = freshFolder();
  onTestFinished(remove);
  const outside = memoryHost();
  const open = () => {
    const at = openTestConsole(folder, outside);
    onTestFinished(() => at.console.close());
    return at;
  };
  const at = open();
  onTestFinished(() => server.close());
  await at.signIn(server.address, ana.email);
  await at.until(at.online, 'the connection');
  return { server, at, open };
}

it('says which way to WhatsApp runs, and still knows when it is offline and opened anew', async () => {
  const { server, at, open } = await begin();
  expect((await at.call('open', {})).sync.whatsappDriver).toBe('cloud');
  await server.close();
  at.console.close();
  expect((await open().call('open', {})).sync).toMatchObject({
    connection: 'offline',
    whatsappDriver: 'cloud',
  });
});

it('gives those last seen where the server is away, leaving out what it does not understand', async () => {
  const { server, at, open } = await begin();
  server.settings.templates = [hello, { name: 'from a newer server' }];
  expect(await at.call('templates', {})).toEqual([hello]);
  await server.close();
  expect(await at.call('templates', {})).toEqual([hello]);
  at.console.close();
  expect(await open().call('templates', {})).toEqual([hello]);
});

it('says so where the server is away and none were ever seen', async () => {
  const { server, at } = await begin();
  await server.close();
  expect(await at.ask('templates', {})).toMatchObject({ ok: false, code: 'server-unreachable' });
});

it('takes an empty list for the truth only while the session is open', async () => {
  const { server, at } = await begin();
  await at.call('templates', {});
  server.settings.templates = [];
  server.send('whatsapp', 'reconnecting');
  await at.until(async () => (await at.call('open', {})).sync.whatsapp === 'reconnecting');
  expect(await at.call('templates', {})).toEqual([hello]);
  server.send('whatsapp', 'open');
  await at.until(async () => (await at.call('open', {})).sync.whatsapp === 'open');
  expect(await at.call('templates', {})).toEqual([]);
});

it('keeps none of another way to WhatsApp', async () => {
  const { server, at } = await begin();
  await at.call('templates', {});
  server.settings.whatsappDriver = 'linked';
  server.cut();
  await at.until(async () => (await at.call('open', {})).sync.whatsappDriver === 'linked');
  await server.close();
  expect(await at.ask('templates', {})).toMatchObject({ code: 'server-unreachable' });
});

it('keeps the words of a free message that was refused, and shows a template as it reads', async () => {
  const { server, at } = await begin();
  const conversationId = server.addConversation('Maria');
  server.settings.onlyTemplates = true;
  const say = (text: string, more: object = {}) => {
    const intent = { type: 'sendMessage', kind: 'text', messageId: newId(), conversationId, text };
    return at.call('perform', { intent: { ...intent, ...more } as never });
  };
  const entry = async () => (await at.call('conversations', {}))[0];
  await at.until(async () => (await entry()) !== undefined, 'the conversation');
  await say('vou escrever livremente');
  await at.until(() => at.all('refused').length > 0, 'the refusal');
  expect(at.all('refused')[0]).toMatchObject({
    refusal: { code: 'window-closed' },
    contactName: 'Maria',
  });
  expect(await entry()).toMatchObject({ draft: 'vou escrever livremente', lastMessage: null });
  await say('Olá Maria', { content: { template: { name: 'hello', language: 'pt_BR' } } });
  expect((await entry())?.lastMessage).toMatchObject({ kind: 'text', text: 'Olá Maria' });
  await at.until(async () => (await entry())?.lastMessage?.status === 'queued', 'the template');
  expect(await entry()).toMatchObject({
    draft: 'vou escrever livremente',
    lastMessage: { text: 'Olá Maria', content: { template: { name: 'hello' } } },
  });
});
