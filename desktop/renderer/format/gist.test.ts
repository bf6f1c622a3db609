import { createTranslator } from 'use-intl/core';
import { expect, it } from 'vitest';
import { type Call, messageKinds } from '#shared/contract/message.ts';
import { isCallItself } from '#shared/rules/call.ts';
import { en } from '../i18n/en.ts';
import { gistOf } from './gist.ts';
import { createSizes } from './size.ts';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'kinds' });

it('says every kind in words, with what it has to say and without', () => {
  for (const kind of messageKinds) {
    expect(gistOf({ kind, text: null }, t)).not.toBe('');
    expect(gistOf({ kind, text: 'x', deletedAt: '2026-11-20T12:00:00.000Z' }, t)).toBe(
      'Deleted message',
    );
  }
  expect(gistOf({ kind: 'image', text: 'look *here*' }, t)).toBe('Picture: look here');
  expect(gistOf({ kind: 'kind of the future' as never, text: 'x' }, t)).toContain('does not show');
  expect(gistOf({ kind: 'call', text: null, content: { call: { outcome: 'linkSent' } } }, t)).toBe(
    'Call link sent',
  );
});

it('says what became of a call, as either side saw it', () => {
  const gist = (direction: 'in' | 'out', call: Call) =>
    gistOf({ kind: 'call', text: null, direction, content: { call } }, t);
  expect([gist('in', { outcome: 'missed' }), gist('out', { outcome: 'missed' })]).toEqual([
    'Missed call',
    'Call without answer',
  ]);
  expect([gist('in', { outcome: 'declined' }), gist('out', { outcome: 'declined' })]).toEqual([
    'Declined call',
    'Call declined by the contact',
  ]);
  expect(gist('in', { outcome: 'answered', seconds: 184 })).toBe('Call received (3:04)');
  // Never called a call.
  expect(gist('out', { outcome: 'linkSent', url: 'https://x' })).toBe('Call link sent');
  expect(isCallItself({ outcome: 'linkSent' })).toBe(false);
  expect(isCallItself({ outcome: 'permissionAsked' })).toBe(false);
  expect(isCallItself({ outcome: 'failed' })).toBe(true);
});

it('says sizes as WhatsApp counts them', () => {
  const size = createSizes('en');
  expect([size(12), size(2048), size(16 * 1024 * 1024), size(1_284_000)]).toEqual([
    '12 bytes',
    '2 kB',
    '16 MB',
    '1.2 MB',
  ]);
});
