/** The search over a long history on this machine: what a person waits for at each letter. */
import { v7 as newId } from 'uuid';
import { openCache } from '#core/cache/cache.ts';
import { openSearch } from '#core/search.ts';
import { openShown } from '#core/shown.ts';
import type { Change } from '#shared/contract/change.ts';
import type { Message } from '#shared/contract/message.ts';
import { freshFolder } from '../programs.ts';
import { below, figure, quantile } from './figures.ts';
import { openVocabulary, rareWords as rare } from './vocabulary.ts';

const messages = 500_000;
const conversations = 5_000;
const perWrite = 2_000;

const { chance, sentence } = openVocabulary();

const places = Array.from({ length: conversations }, () => ({ id: newId(), contactId: newId() }));
const begin = Date.UTC(2025, 0, 1);
const messageOf = (n: number): Message => ({
  id: newId(),
  conversationId: places[Math.floor(chance() * conversations)]?.id ?? '',
  serviceId: null,
  position: n + 1,
  direction: 'in',
  kind: 'text',
  text: sentence(),
  authorId: null,
  status: null,
  failure: null,
  sentAt: new Date(begin + n * 60_000).toISOString(),
});

const folder = freshFolder('search');
const cache = openCache({
  folder,
  key: { hex: 'ab'.repeat(32), fresh: true },
  log: { warn: console.error },
});
const at = new Date(begin).toISOString();
cache.apply(
  places.flatMap(({ id, contactId }, n): Change[] => [
    {
      entity: 'contact',
      id: contactId,
      row: {
        ...{ id: contactId, name: `Contato ${n} ${rare[n]}`, whatsappName: null },
        ...{ phone: `+55119${80_000_000 + n}`, createdAt: at },
      },
    },
    {
      entity: 'conversation',
      id,
      row: { id, contactId, lastPosition: 1, settledPosition: 0, lastActivityAt: at },
    },
  ]),
);
let written = 0;
for (let from = 0; from < messages; from += perWrite) {
  const rows = Array.from({ length: perWrite }, (_, n) => messageOf(from + n));
  const began = performance.now();
  cache.apply(rows.map((row) => ({ entity: 'message', id: row.id, row })));
  written += performance.now() - began;
}
figure('writing a message into the cache, encrypted', (written / messages) * 1_000, 'µs');
let indexed = 0;
let longest = 0;
for (let more = true; more; ) {
  const began = performance.now();
  more = cache.write(() => cache.tables.search.indexSome(250));
  const took = performance.now() - began;
  indexed += took;
  longest = Math.max(longest, took);
}
figure('indexing it afterwards', (indexed / messages) * 1_000, 'µs');
figure('the longest piece of 250', longest, 'ms');

const outbox = { conversations: () => [], of: () => [], waiting: () => 0 };
const account = { cache, outbox, feed: null, ask: null } as never;
const shown = openShown({ cache, outbox, attachments: { own: () => null } } as never, () => ({
  ...{ id: newId(), name: '', role: 'attendant' as const },
}));
const search = openSearch(account, shown, () => {});

const typed = [
  ...['obrigado', 'consulta amanhã', 'por favor horário', rare[77], rare[9_000], 'contato 4'],
  ...['"bom dia"', `${rare[15_000]} bom`, '98000', 'que não há', 'bom dia obrigado consulta'],
].filter((text) => text !== undefined);
/** Every beginning of it, as it is typed. */
const letters = typed.flatMap((text) =>
  Array.from({ length: text.length }, (_, n) => text.slice(0, n + 1)),
);
const took: number[] = [];
for (let round = 0; round < 5; round += 1) {
  for (const text of letters) {
    const began = performance.now();
    await search.find({ text, where: 'here', before: null, limit: 50 });
    took.push(performance.now() - began);
  }
}
figure('a letter typed, 500,000 messages cached: first results, p50', quantile(took, 0.5), 'ms');
below('the same, p95', quantile(took, 0.95), 'ms', 50);
figure('the same, the slowest', Math.max(...took), 'ms');

const inside: number[] = [];
for (const text of letters) {
  const began = performance.now();
  await search.find({
    ...{ text, where: 'here', before: null, limit: 200 },
    conversationId: places[inside.length % conversations]?.id ?? '',
  });
  inside.push(performance.now() - began);
}
below('within one conversation, p95', quantile(inside, 0.95), 'ms', 50);

// The raw limit: fifty rows read by their ids, with nothing looked for.
const known = cache.tables.search.messages([{ words: ['bom'], prefix: true }], {
  ...{ before: null, limit: 50 },
});
const raw: number[] = [];
for (let n = 0; n < 200; n += 1) {
  const began = performance.now();
  cache.tables.messages.many(known.map(({ message }) => message.id));
  raw.push(performance.now() - began);
}
figure('ratio: p50 to reading fifty rows by id', quantile(took, 0.5) / quantile(raw, 0.5), '×');
cache.close();
