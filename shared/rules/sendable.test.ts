import { expect, it } from 'vitest';
import { faultOf } from './sendable.ts';

const choice = { id: '1', title: 'Sim' };
const template = { name: 'hello_world', language: 'en_US' };

it('lets a template go as a text, with the words that it reads as', () => {
  expect(faultOf({ kind: 'text', text: 'Hello', content: { template } })).toBeNull();
  for (const kind of ['image', 'video', 'document'] as const) {
    const headed = { kind, attachmentId: 'a', text: 'Hello', content: { template } };
    expect(faultOf(headed)).toBeNull();
  }
});

it.each([
  [{ kind: 'text', content: { template } }, '/text'],
  [{ kind: 'image', attachmentId: 'a', content: { template } }, '/text'],
  [{ kind: 'sticker', attachmentId: 'a', content: { template } }, '/content/template'],
  [{ kind: 'text', text: 'x', attachmentId: 'a' }, '/attachmentId'],
  [{ kind: 'voice', text: 'x', attachmentId: 'a' }, '/text'],
  [{ kind: 'location' }, '/content/location'],
  [{ kind: 'choice', quotedId: 'q' }, '/content/choice'],
  [{ kind: 'text', text: 'x', content: { choice } }, '/content/choice'],
  [{ kind: 'choice', content: { choice } }, '/quotedId'],
  [{ kind: 'choice', text: 'x', quotedId: 'q', content: { choice } }, '/text'],
  [{ kind: 'choice', quotedId: 'q', content: { choice } }, null],
] as const)('finds what is wrong with %j', (message, path) => expect(faultOf(message)).toBe(path));
