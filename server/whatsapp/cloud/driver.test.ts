import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { promised, until } from '../../platform/test-waiting.ts';
import { AttachmentGone, type DriverEvent } from '../driver.ts';
import { driverOn, started, text, to } from './test-driver.ts';
import { answerJson, graphDouble, refusal } from './test-graph.ts';

const bytes = randomBytes(1_000);

describe('the start', () => {
  it('asks for the number and tells it', async () => {
    const graph = await graphDouble();
    const { driver, states } = await driverOn(graph);
    await driver.start();
    expect(graph.asked).toMatchObject([
      {
        method: 'GET',
        path: '/v23.0/106540352242922?fields=display_phone_number,verified_name',
        headers: { authorization: 'Bearer the-token' },
      },
    ]);
    expect(states).toEqual([{ state: 'open', phone: '+15550783881', name: 'Lucky Shrub' }]);
  });

  it.each([
    [190, 401, /token is no longer valid.*WHATSAPP_CLOUD_TOKEN/],
    [10, 403, /whatsapp_business_messaging/],
    [200, 403, /whatsapp_business_messaging/],
    [33, 400, /WHATSAPP_CLOUD_PHONE_ID/],
  ])('fails with the reason and what to do: %i', async (code, status, words) => {
    const graph = await graphDouble();
    const { driver, states } = await driverOn(graph);
    graph.next.push(refusal(code, status));
    await expect(driver.start()).rejects.toThrow(words);
    expect(states).toEqual([]);
  });

  it('fails when Meta is away, or does not answer', async () => {
    const graph = await graphDouble();
    const { driver } = await driverOn(graph, { answer: 50 });
    graph.next.push(() => {});
    await expect(driver.start()).rejects.toThrow(/no answer in 50 ms/);
    await graph.close();
    await expect(driver.start()).rejects.toThrow(/Meta cannot be reached/);
  });
});

describe('refusals of Meta', () => {
  it.each([
    [131047, 400, /24 hours.*template/],
    [131026, 400, /cannot be delivered/],
    [131051, 400, /does not support/],
    [131053, 400, /file/],
    [131031, 403, /restricted/],
    [368, 403, /restricted/],
    [100, 400, /did not accept the message as it is: too long/],
    [4242, 400, /too long/],
  ])('%i is for good', async (code, status, words) => {
    const { graph, driver, states } = await started();
    graph.next.push(refusal(code, status, { error_data: { details: 'too long' } }));
    const sent = await driver.send(text());
    expect(sent).toEqual({
      ok: false,
      permanent: true,
      code,
      reason: expect.stringMatching(words),
    });
    expect(states.at(-1)?.state).toBe('open');
  });

  it.each([
    [131000, 500],
    [131016, 503],
    [1, 500],
    [2, 503],
  ])('%i is worth another try, and not for ever', async (code, status) => {
    const { graph, driver } = await started();
    for (let n = 0; n < 8; n += 1) graph.next.push(refusal(code, status));
    for (let n = 0; n < 7; n += 1) {
      expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false, code });
    }
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: true, code });
  });

  it.each([190, 131005, 133010])(
    '%i closes the session until Meta says otherwise',
    async (code) => {
      const { graph, driver, states } = await started();
      graph.next.push(refusal(code, 401), refusal(190, 401));
      expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false, code });
      expect(states.at(-1)).toMatchObject({ state: 'failed', reason: expect.any(String) });
      await until(() => states.at(-1)?.state === 'open');
      expect(await driver.send(text())).toMatchObject({ ok: true });
    },
  );

  it('130429 holds everything for as long as Meta says', async () => {
    const { graph, driver } = await started({ turn: 0 });
    graph.next.push(refusal(130429, 429, {}, { 'retry-after': '7' }));
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false, code: 130429 });
    const other = await driver.send(text({ phone: '+5511999990001', whatsappId: 'B' }));
    expect(other).toMatchObject({
      ok: false,
      permanent: false,
      reason: expect.stringMatching(/turn/),
    });
    expect(graph.asked).toHaveLength(1);
  });

  it('131056 holds the one contact and no other', async () => {
    const { graph, driver } = await started({ turn: 0 });
    graph.next.push(refusal(131056, 400));
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false, code: 131056 });
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false });
    expect(graph.asked).toHaveLength(1);
    const other = text({ phone: '+5511999990001', whatsappId: 'B' });
    expect(await driver.send(other)).toMatchObject({ ok: true });
  });
});

describe('an answer that is lost', () => {
  const told: DriverEvent = {
    ...{ type: 'status', ...to, whatsappId: 'wamid.LOST', ours: 'OUT1', status: 'sent' },
    at: '2026-11-21T12:00:00.000Z',
  };

  it('is learned from the webhook while it is waited for', async () => {
    const { graph, driver } = await started({ answer: 30, doubt: 10_000 });
    graph.next.push(() => {});
    const sending = driver.send(text());
    await until(() => graph.asked.length === 1);
    driver.heard([told]);
    expect(await sending).toEqual({ ok: true, whatsappId: 'wamid.LOST' });
    expect(graph.asked).toHaveLength(1);
  });

  it('is learned from it at the next try, which asks Meta no more', async () => {
    const { graph, driver } = await started({ answer: 30 });
    graph.next.push((response) => void response.destroy());
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false });
    driver.heard([{ ...told, ours: 'OUT2' } as DriverEvent, told]);
    expect(await driver.send(text())).toEqual({ ok: true, whatsappId: 'wamid.LOST' });
    expect(graph.asked).toHaveLength(1);
  });

  it('is tried again when nothing is heard', async () => {
    const { graph, driver } = await started();
    graph.next.push(answerJson('a page of a proxy', 502));
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false });
    expect(await driver.send(text())).toMatchObject({ ok: true });
  });

  it('is one that something in between lost, too', async () => {
    const { graph, driver } = await started({ doubt: 10_000 });
    graph.next.push((response, asked) => {
      answerJson('a page of a proxy', 502)(response, asked);
      driver.heard([told]);
    });
    expect(await driver.send(text())).toEqual({ ok: true, whatsappId: 'wamid.LOST' });
  });

  it('waits no more when the session ends', async () => {
    const { graph, driver } = await started({ doubt: 60_000 });
    const cut = promised();
    graph.next.push((response) => {
      response.destroy();
      cut.resolve();
    });
    const sending = driver.send(text());
    await cut.promise;
    await driver.stop();
    expect(await sending).toMatchObject({ ok: false, permanent: false });
    expect(await driver.send(text())).toMatchObject({ ok: false, permanent: false });
  });
});

it('tells that Meta knows a person under another number', async () => {
  const { graph, driver, taken } = await started();
  const contacts = [{ input: '+5213312345678', wa_id: '523312345678', user_id: 'MX.1' }];
  graph.next.push(answerJson({ contacts, messages: [{ id: 'wamid.1' }] }));
  await driver.send(text({ phone: '+5213312345678' }));
  expect(taken).toEqual([
    {
      ...{ type: 'person', phone: '+523312345678', bsuid: 'MX.1', name: null },
      formerPhone: '+5213312345678',
    },
  ]);
});

it('lets an eleventh message to one contact wait, and no other contact', async () => {
  const { graph, driver } = await started({ turn: 100 });
  for (let n = 0; n < 10; n += 1) {
    expect(await driver.send(text({ whatsappId: `A${n}` }))).toMatchObject({ ok: true });
  }
  const eleventh = await driver.send(text({ whatsappId: 'A10' }));
  expect(eleventh).toMatchObject({ ok: false, permanent: false });
  const other = text({ phone: '+5511999990001', whatsappId: 'B' });
  expect(await driver.send(other)).toMatchObject({ ok: true });
  expect(graph.asked).toHaveLength(11);
});

describe('fetching', () => {
  it('follows the link with the token, and streams', async () => {
    const { graph, driver } = await started();
    const large = randomBytes(3_000_000);
    graph.files.set('1003383421387256', { type: 'image/jpeg', bytes: large });
    const got = await buffer(await driver.fetch({ mediaId: '1003383421387256' }));
    const sum = (all: Buffer) => createHash('sha256').update(all).digest('hex');
    expect(sum(got)).toBe(sum(large));
    expect(graph.asked).toMatchObject([
      { path: '/v23.0/1003383421387256?phone_number_id=106540352242922' },
      { path: '/bytes/1003383421387256', headers: { authorization: 'Bearer the-token' } },
    ]);
  });

  it('knows what is gone', async () => {
    const { graph, driver } = await started();
    const gone = (source: unknown) => expect(driver.fetch(source)).rejects.toThrow(AttachmentGone);
    await gone({ mediaId: 'after-seven-days' });
    await gone({ directPath: 'of another driver' });
    graph.files.set('a', { type: 'x/y', bytes });
    for (const status of [404, 410]) {
      const link = { url: `${graph.settings.base.replace('/v23.0', '')}/bytes/a` };
      graph.next.push(answerJson(link), answerJson({}, status));
      await gone({ mediaId: 'a' });
    }
  });

  it('throws otherwise, so that it is tried again', async () => {
    const { graph, driver, states } = await started();
    const again = (words: RegExp) => expect(driver.fetch({ mediaId: 'a' })).rejects.toThrow(words);
    const notGone = async () =>
      expect(await driver.fetch({ mediaId: 'a' }).catch((e) => e)).not.toBeInstanceOf(
        AttachmentGone,
      );
    graph.next.push(answerJson({}, 503));
    await notGone();
    graph.next.push(answerJson({ url: 'http://elsewhere.example/x' }));
    await again(/not safe/);
    graph.next.push(refusal(190, 401));
    await again(/no longer valid/);
    expect(states.at(-1)?.state).toBe('failed');
  });
});
