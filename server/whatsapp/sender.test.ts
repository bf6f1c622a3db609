import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AttachmentLost } from '../attachments/attachments.ts';
import type { Queued } from '../desk/outgoing.ts';
import { keptLog } from '../platform/test-log.ts';
import { promised, until } from '../platform/test-waiting.ts';
import type { Driver, DriverEvent, Outgoing, Sent } from './driver.ts';
import { openJournal } from './journal.ts';
import { NotSent, openSender, type SenderDeps } from './sender.ts';
import { idOf, sqlError, testFolder } from './test-whatsapp.ts';

const at = '2026-11-20T12:00:00.000Z';
const ok: Sent = { ok: true };
const notNow: Sent = { ok: false, permanent: false, reason: 'not just now' };
const never: Sent = { ok: false, permanent: true, reason: 'no such number' };

type Open = {
  /** What each conversation has queued, by the ids of its messages. */
  queued: Record<string, string[]>;
  send?: (message: Outgoing) => Promise<Sent>;
  ingest?: (events: DriverEvent[]) => Promise<void>;
  journal?: (real: SenderDeps['journal']) => Partial<SenderDeps['journal']>;
};

/** A sender before a real journal, whose "Postgres" is what `queued` has and `outcomes` gets. */
function open({ queued, send = async () => ok, ingest = async () => {}, journal }: Open) {
  const sent: string[] = [];
  const outcomes: DriverEvent[] = [];
  const session = { open: true };
  const real = openJournal({
    file: join(testFolder(), 'journal.sqlite'),
    log: keptLog().log,
    retryMs: 1,
    ingest: async (events) => {
      await ingest(events);
      outcomes.push(...events);
      for (const ids of Object.values(queued)) {
        const settled = new Set(events.map(idOf));
        ids.splice(0, ids.length, ...ids.filter((id) => !settled.has(id)));
      }
    },
  });
  onTestFinished(() => real.close());
  const driver: Driver = {
    name: 'simulator',
    start: async () => {},
    stop: async () => {},
    unlink: async () => {},
    fetch: () => Promise.reject(new Error('nothing to fetch')),
    send: (message) => {
      sent.push(message.whatsappId);
      return send(message);
    },
  };
  const deps: SenderDeps = {
    journal: { take: real.take, settled: real.settled, ...journal?.(real) },
    oldestQueued: async (conversationId): Promise<Queued | null> => {
      const whatsappId = queued[conversationId]?.[0];
      if (!whatsappId) return null;
      return {
        ...{
          act: null,
          who: { phone: '+5511999990001' },
          whatsappId,
          kind: 'text',
          text: whatsappId,
        },
        ...{ content: null, attachment: null, quoted: null, forwarded: false },
      };
    },
    openAttachment: () => Promise.reject(new Error('no attachment')),
    openDriver: () => (session.open ? driver : null),
    now: () => new Date(at),
    full: () => {
      opened.alarms += 1;
    },
  };
  const opened = { sender: openSender(deps), sent, outcomes, session, real, deps, alarms: 0 };
  return opened;
}
const said = (outcomes: DriverEvent[]) =>
  outcomes.map((event) => `${idOf(event)} ${event.type === 'status' ? event.status : 'failed'}`);

test('a conversation’s messages go in their order, each once the one before is in Postgres', async () => {
  const stored = promised();
  const asked: Outgoing[] = [];
  const { sender, sent, outcomes } = open({
    queued: { a: ['1', '2', '3'] },
    send: async (message) => {
      asked.push(message);
      return ok;
    },
    ingest: () => stored.promise,
  });
  const turn = sender('a');
  await until(() => sent.length > 0);
  // Its outcome is on its way: nothing else goes.
  expect(sent).toEqual(['1']);
  stored.resolve();
  await turn;
  expect(sent).toEqual(['1', '2', '3']);
  expect(asked[0]).toEqual({ whatsappId: '1', phone: '+5511999990001', text: '1', kind: 'text' });
  expect(said(outcomes)).toEqual(['1 sent', '2 sent', '3 sent']);
  expect(outcomes[0]).toEqual({
    type: 'status',
    whatsappId: '1',
    phone: '+5511999990001',
    status: 'sent',
    text: '1',
    at,
  });
});

test('one conversation does not wait for another', async () => {
  const slow = promised<Sent>();
  const { sender, sent, outcomes } = open({
    queued: { a: ['a1', 'a2'], b: ['b1', 'b2'] },
    send: ({ whatsappId }) => (whatsappId === 'a1' ? slow.promise : Promise.resolve(ok)),
  });
  const a = sender('a');
  await sender('b');
  expect(said(outcomes)).toEqual(['b1 sent', 'b2 sent']);
  slow.resolve(ok);
  await a;
  expect(sent.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2']);
});

test('the job twice at once, and again meanwhile: each message goes once, in order', async () => {
  const slow = promised<Sent>();
  const { sender, sent, outcomes } = open({
    queued: { a: ['1', '2', '3'] },
    send: ({ whatsappId }) => (whatsappId === '2' ? slow.promise : Promise.resolve(ok)),
  });
  const turns = [sender('a'), sender('a')];
  await until(() => sent.includes('2'));
  turns.push(sender('a'));
  slow.resolve(ok);
  await Promise.all(turns);
  await sender('a');
  expect(sent).toEqual(['1', '2', '3']);
  expect(said(outcomes)).toEqual(['1 sent', '2 sent', '3 sent']);
});

test('what WhatsApp will never take is recorded as a failure, and the next goes on', async () => {
  const { sender, sent, outcomes } = open({
    queued: { a: ['1', '2'] },
    send: async ({ whatsappId }) => (whatsappId === '1' ? never : ok),
  });
  await sender('a');
  expect(sent).toEqual(['1', '2']);
  expect(outcomes).toMatchObject([
    { type: 'failure', whatsappId: '1', phone: '+5511999990001', reason: 'no such number', at },
    { type: 'status', whatsappId: '2', status: 'sent' },
  ]);
});

test('what does not go just now holds up what is behind it, and goes first when it is tried again', async () => {
  const answers = [ok, notNow, notNow];
  const { sender, sent, outcomes } = open({
    queued: { a: ['1', '2', '3'] },
    send: async () => answers.shift() ?? ok,
  });
  await expect(sender('a')).rejects.toThrow(new NotSent('not just now'));
  expect(sent).toEqual(['1', '2']);
  expect(said(outcomes)).toEqual(['1 sent']);
  const again = sender('a');
  await expect(again).rejects.toBeInstanceOf(NotSent);
  await sender('a');
  expect(sent).toEqual(['1', '2', '2', '2', '3']);
  expect(said(outcomes)).toEqual(['1 sent', '2 sent', '3 sent']);
});

test('a turn that failed fails for whoever asked for it, not for who waits behind it', async () => {
  const answers = [notNow];
  const { sender, outcomes } = open({
    queued: { a: ['1'] },
    send: async () => answers.shift() ?? ok,
  });
  const [first, second] = await Promise.allSettled([sender('a'), sender('a')]);
  expect(first).toMatchObject({ status: 'rejected', reason: expect.any(NotSent) });
  expect(second?.status).toBe('fulfilled');
  expect(said(outcomes)).toEqual(['1 sent']);
});

test('a fault of our own in the driver is told, and nothing is recorded of it', async () => {
  let faults = 1;
  const { sender, outcomes } = open({
    queued: { a: ['1'] },
    send: async () => {
      if (faults-- > 0) throw new TypeError('a fault of our own');
      return ok;
    },
  });
  await expect(sender('a')).rejects.toThrow('a fault of our own');
  expect(outcomes).toEqual([]);
  await sender('a');
  expect(said(outcomes)).toEqual(['1 sent']);
});

test('with the session closed nothing goes; closed midway, the rest stays queued', async () => {
  const { sender, sent, outcomes, session } = open({
    queued: { a: ['1', '2', '3'] },
    send: async ({ whatsappId }) => {
      if (whatsappId === '2') session.open = false;
      return ok;
    },
  });
  session.open = false;
  await sender('a');
  expect(sent).toEqual([]);
  session.open = true;
  await sender('a');
  // What went before the end is recorded still.
  expect(said(outcomes)).toEqual(['1 sent', '2 sent']);
  expect(sent).toEqual(['1', '2']);
  session.open = true;
  await sender('a');
  expect(sent).toEqual(['1', '2', '3']);
});

test('closed while the queue is read, nothing goes', async () => {
  const { deps, sent, session } = open({ queued: { a: ['1'] } });
  const read = promised();
  const reading = promised();
  const sender = openSender({
    ...deps,
    oldestQueued: async (conversationId) => {
      reading.resolve();
      await read.promise;
      return deps.oldestQueued(conversationId);
    },
  });
  const turn = sender('a');
  await reading.promise;
  session.open = false;
  read.resolve();
  await turn;
  expect(sent).toEqual([]);
});

test('an outcome that the journal cannot take is kept, and told before anything goes again', async () => {
  let full = true;
  const made = open({
    queued: { a: ['1', '2'] },
    journal: (real) => ({
      take: (events) => {
        if (full) throw sqlError('SQLITE_FULL', 'disk full');
        real.take(events);
      },
    }),
  });
  const { sender, sent, outcomes } = made;
  await expect(sender('a')).rejects.toThrow('disk full');
  await expect(sender('a')).rejects.toThrow('disk full');
  expect(sent).toEqual(['1']);
  expect(made.alarms).toBe(2);
  full = false;
  await sender('a');
  // WhatsApp has it: once more, and the Cloud API would show it twice.
  expect(sent).toEqual(['1', '2']);
  expect(said(outcomes)).toEqual(['1 sent', '2 sent']);
});

test('a file that the storage has lost fails its message, and what follows goes; one that is away waits', async () => {
  let fault: Error = new Error('ECONNRESET');
  const made = open({
    queued: { a: ['1', '2'] },
    send: async (message) => {
      if (!('attachment' in message) || message.whatsappId !== '1') return ok;
      // As the drivers do: whatever went wrong is worth another try.
      return message.attachment?.open().then(
        () => ok,
        () => notNow,
      ) as Promise<Sent>;
    },
  });
  const { outcomes, sent, deps } = made;
  const file = { id: 'f', kind: 'document', name: 'a.pdf', mediaType: 'application/pdf', size: 1 };
  const sender = openSender({
    ...deps,
    oldestQueued: async (id) => {
      const queued = await deps.oldestQueued(id);
      return queued && ({ ...queued, kind: 'document', attachment: file } as Queued);
    },
    openAttachment: () => Promise.reject(fault),
  });
  await expect(sender('a')).rejects.toBeInstanceOf(NotSent);
  expect(said(outcomes)).toEqual([]);
  fault = new AttachmentLost('nothing is stored there');
  await sender('a');
  expect(said(outcomes)).toEqual(['1 failed', '2 sent']);
  expect(outcomes[0]).toMatchObject({
    reason: expect.stringMatching(/Attach it again/),
    code: 404,
  });
  expect(sent).toEqual(['1', '1', '2']);
});

test('while the journal stops, no further message goes', async () => {
  const { sender, sent, real } = open({
    queued: { a: ['1', '2'] },
    ingest: async () => {
      throw sqlError('ECONNREFUSED', 'connect ECONNREFUSED');
    },
  });
  const turn = sender('a');
  await until(() => real.waiting() === 1);
  await real.stop();
  await turn;
  expect(sent).toEqual(['1']);
});

test('an outcome that Postgres will not have does not send its message over and over', async () => {
  const { sender, sent, real } = open({
    queued: { a: ['1', '2'] },
    ingest: async () => {
      throw sqlError('23514', 'it does not fit');
    },
  });
  await expect(sender('a')).rejects.toBeInstanceOf(NotSent);
  expect(sent).toEqual(['1']);
  expect(real.setAside()).toBe(1);
});

test('what an earlier server sent is not sent again: its outcomes are stored first', async () => {
  const queued = { a: ['1', '2'] };
  const stored = promised();
  const { deps, sent, real, outcomes } = open({ queued, ingest: () => stored.promise });
  // As it was left in the journal by a server that died.
  real.take([{ type: 'status', whatsappId: '1', phone: '+5511999990001', status: 'sent', at }]);
  const turn = openSender(deps)('a');
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([]);
  stored.resolve();
  await turn;
  expect(sent).toEqual(['2']);
  expect(said(outcomes)).toEqual(['1 sent', '2 sent']);
});

test('the outcomes of one turn of the event loop are one write to the disk', async () => {
  const writes: number[] = [];
  const conversations = Array.from({ length: 20 }, (_, n) => `c${n}`);
  const all = promised<Sent>();
  const { sender, sent } = open({
    queued: Object.fromEntries(conversations.map((id) => [id, [id]])),
    send: () => all.promise,
    journal: (real) => ({
      take: (events) => {
        writes.push(events.length);
        real.take(events);
      },
    }),
  });
  const turns = Promise.all(conversations.map(sender));
  await until(() => sent.length === conversations.length);
  all.resolve(ok);
  await turns;
  expect(writes).toEqual([20]);
});
