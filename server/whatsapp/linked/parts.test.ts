/** Calls, handing over to the journal, and the overrides of tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WA_CERT_DETAILS, type WACallEvent } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import type { CallEvent, DriverEvent } from '../driver.ts';
import { inbound, testFolder } from '../test-whatsapp.ts';
import { applyTestOverrides } from './apply-test-overrides.ts';
import { openCalls } from './calls.ts';
import { openHandingOver } from './handing-over.ts';
import { BadOverride, readTestOverrides } from './test-overrides.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('calls', () => {
  const me = { phone: '+5511900000000', lid: null };
  const event = (status: WACallEvent['status'], more: Partial<WACallEvent> = {}): WACallEvent => ({
    chatId: '777@lid',
    from: '777@lid',
    callerPn: '5511999990001@s.whatsapp.net',
    id: 'C1',
    date: new Date('2026-11-21T12:00:00Z'),
    offline: false,
    status,
    ...more,
  });
  function kept() {
    const steps: CallEvent[] = [];
    const now = () => new Date('2026-11-21T12:00:30Z');
    const calls = openCalls((event) => steps.push(event), now);
    const hear = (...events: WACallEvent[]) => calls.heard(events, me);
    return { calls, steps, hear, outcomes: () => steps.map(({ outcome }) => outcome) };
  }

  test.each([
    ['timeout', 'missed'],
    ['terminate', 'missed'],
    ['reject', 'declined'],
    ['accept', 'answered'],
  ] as const)('one that ends with %s was %s', (status, outcome) => {
    const { hear, steps } = kept();
    hear(event('offer', { isVideo: true }), event('ringing'), event(status), event('terminate'));
    const call = {
      ...{ type: 'call', phone: '+5511999990001', lid: '777', whatsappId: 'C1', name: null },
      video: true,
    };
    expect(steps).toEqual([
      { ...call, outcome: 'ringing', at: '2026-11-21T12:00:00.000Z' },
      { ...call, outcome, at: '2026-11-21T12:00:30.000Z' },
    ]);
  });

  test('one whose end never came is missed after a while; one while we were away, at once', () => {
    const { hear, outcomes } = kept();
    hear(event('offer'));
    expect(outcomes()).toEqual(['ringing']);
    vi.advanceTimersByTime(90_000);
    expect(outcomes()).toEqual(['ringing', 'missed']);
    hear(event('offer', { id: 'C2', offline: true }));
    expect(outcomes()).toEqual(['ringing', 'missed', 'missed']);
  });

  test('groups are nobody’s call, and what rings is known until it is over', () => {
    const { calls, hear, outcomes } = kept();
    hear(event('offer', { isGroup: true }));
    expect(calls.ringing('C1')).toBeNull();
    hear(event('offer'));
    expect(calls.ringing('C1')).toMatchObject({ from: '777@lid' });
    calls.close();
    expect(calls.ringing('C1')).toBeNull();
    expect(outcomes()).toEqual(['ringing', 'missed']);
  });
});

describe('handing over', () => {
  function kept() {
    const taken: string[] = [];
    const told: boolean[] = [];
    const disk = { full: false };
    const take = (events: DriverEvent[]) => {
      if (disk.full) throw new Error('full');
      for (const event of events) if ('whatsappId' in event) taken.push(event.whatsappId);
    };
    const handing = openHandingOver(take, keptLog().log, (stuck) => told.push(stuck));
    return { handing, taken, told, disk };
  }

  test('what the journal refuses is given again, in its order, before anything newer', () => {
    const { handing, taken, told, disk } = kept();
    disk.full = true;
    handing.take([inbound('1')]);
    handing.take([inbound('2')]);
    vi.advanceTimersByTime(5_000);
    disk.full = false;
    handing.take([inbound('3')]);
    expect(taken).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(taken).toEqual(['1', '2', '3']);
    expect(told).toEqual([true, false]);
  });

  test('what is left at the end is tried once more, and kept for the next start', () => {
    const { handing, taken, disk } = kept();
    disk.full = true;
    handing.take([inbound('1')]);
    expect(handing.close()).toBe(1);
    expect(handing.resume()).toBe(false);
    expect(handing.close()).toBe(1);
    disk.full = false;
    expect(handing.resume()).toBe(true);
    expect(taken).toEqual(['1']);
  });
});

describe('the overrides of tests', () => {
  const root = 'ab'.repeat(32);

  test('are refused without the flag, each by its name', () => {
    for (const name of ['WHATSAPP_WS_URL', 'WHATSAPP_NOISE_ROOT', 'WHATSAPP_MEDIA_CA']) {
      const refused = () => readTestOverrides({ [name]: root });
      expect(refused).toThrow(BadOverride);
      expect(refused).toThrow(expect.objectContaining({ variable: name }));
    }
    expect(() => readTestOverrides({ WHATSAPP_TEST: '0', WHATSAPP_WS_URL: 'ws://x' })).toThrow();
    expect(readTestOverrides({})).toBeNull();
  });

  test('are read with it, and checked', () => {
    const pem = join(testFolder(), 'ca.pem');
    writeFileSync(pem, '-----BEGIN CERTIFICATE-----\n');
    const all = {
      WHATSAPP_TEST: '1',
      WHATSAPP_WS_URL: 'ws://127.0.0.1:1/',
      WHATSAPP_NOISE_ROOT: root,
    };
    expect(readTestOverrides({ ...all, WHATSAPP_MEDIA_CA: pem })).toEqual({
      wsUrl: 'ws://127.0.0.1:1/',
      noiseRoot: Buffer.alloc(32, 0xab),
      mediaCa: '-----BEGIN CERTIFICATE-----\n',
    });
    for (const bad of [
      { WHATSAPP_WS_URL: 'http://x' },
      { WHATSAPP_NOISE_ROOT: 'ab' },
      { WHATSAPP_MEDIA_CA: '/nowhere' },
    ]) {
      expect(() => readTestOverrides({ ...all, ...bad })).toThrow(BadOverride);
    }
  });

  test('are taken back at the end', () => {
    const before = WA_CERT_DETAILS.PUBLIC_KEY;
    const noiseRoot = Buffer.alloc(32, 1);
    const back = applyTestOverrides({ wsUrl: null, noiseRoot, mediaCa: null });
    expect(WA_CERT_DETAILS.PUBLIC_KEY).toEqual(noiseRoot);
    back();
    expect(WA_CERT_DETAILS.PUBLIC_KEY).toEqual(before);
  });
});
