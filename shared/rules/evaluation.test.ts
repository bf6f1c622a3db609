import { describe, expect, it } from 'vitest';
import type { Evaluation, Service } from '../contract/service.ts';
import { heardAbout, scoresOf } from './evaluation.ts';

const noon = Date.parse('2026-11-20T12:00:00.400Z');
const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();
const asked = at(0);
const service = (evaluation: Evaluation | null = null): Service => ({
  id: 'one',
  conversationId: 'c',
  state: 'finished',
  attendantId: 'ana',
  createdAt: at(-9),
  startedAt: at(-8),
  finishedAt: asked,
  finishReason: 'attendant',
  lastInteractionAt: at(-1),
  evaluation,
});
const text = (words: string, minutes = 1) => ({ kind: 'text', text: words, at: at(minutes) });
const tap = (id: string, minutes = 1) => ({
  kind: 'choice',
  text: 'x',
  content: { choice: { id, title: 'x' } },
  at: at(minutes),
});
const given = (score: number, comment: string | null = null) =>
  service({ score, comment, at: at(1) });

describe('an answer', () => {
  it('is a score for a day after the question, in words or tapped', () => {
    const five = { part: 'score', score: 5, comment: null };
    expect(heardAbout(service(), asked, false, text('5'))).toEqual(five);
    expect(heardAbout(service(), asked, false, text('5', 24 * 60))).toEqual(five);
    expect(heardAbout(service(), asked, false, text('5', 24 * 60 + 1))).toBeNull();
    expect(heardAbout(service(), asked, false, tap('evaluation:one:5'))).toEqual(five);
  });

  it('was not written before the question, but may be told in whole seconds', () => {
    expect(heardAbout(service(), asked, false, text('5', -1))).toBeNull();
    const whole = { kind: 'text', text: '5', at: '2026-11-20T12:00:00.000Z' };
    expect(heardAbout(service(), asked, false, whole)).toMatchObject({ score: 5 });
  });

  it('is an ordinary message where nothing was asked, or another service is meant', () => {
    expect(heardAbout(null, null, false, text('5'))).toBeNull();
    expect(heardAbout(service(), null, false, text('5'))).toBeNull();
    expect(heardAbout(service(), asked, false, tap('evaluation:two:5'))).toBeNull();
    expect(heardAbout(service(), asked, false, { ...text('5'), kind: 'image' })).toBeNull();
  });

  it('comes once in words; a tap on the question puts it right and keeps the comment', () => {
    expect(heardAbout(given(2), asked, false, text('4'))).toBeNull();
    expect(heardAbout(given(2, 'lento'), asked, false, tap('evaluation:one:4', 3))).toEqual({
      part: 'score',
      score: 4,
      comment: 'lento',
    });
  });

  it('is a comment only after a low score that was asked why, soon, and asking nothing', () => {
    const words = text('esperei muito', 5);
    expect(heardAbout(given(3), asked, true, words)).toEqual({
      part: 'comment',
      comment: 'esperei muito',
    });
    expect(heardAbout(given(3), asked, false, words)).toBeNull();
    expect(heardAbout(given(4), asked, true, words)).toBeNull();
    expect(heardAbout(given(3, 'lento'), asked, true, words)).toBeNull();
    expect(heardAbout(given(3), asked, true, text('esperei muito', 62))).toBeNull();
    expect(heardAbout(given(3), asked, true, text('e o meu exame?', 5))).toBeNull();
  });
});

it('the list to tap has the best first and fits what WhatsApp takes', () => {
  const { options } = scoresOf('00000000-0000-7000-8000-000000000001', 'pt-BR');
  expect(options.map(({ title }) => title[0])).toEqual(['5', '4', '3', '2', '1']);
  for (const { id, title } of options) {
    expect(title.length).toBeLessThanOrEqual(24);
    expect(id.length).toBeLessThanOrEqual(200);
  }
});
