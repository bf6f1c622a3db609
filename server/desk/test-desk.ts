/** For tests: a desk on a database of its own, with people in it and a clock that one sets. */
import { v7 as newId } from 'uuid';
import type { Command, Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Recorded } from '../platform/feed.ts';
import { testDatabase } from '../platform/postgres/test-database.ts';
import type { InboundMessage } from '../whatsapp/driver.ts';
import { carryOut } from './commands.ts';
import type { Desk } from './desk.ts';
import { ingest } from './ingest.ts';

export async function testDesk() {
  const database = await testDatabase();
  const clock = { now: Date.parse('2026-11-20T12:00:00.000Z') };
  const published: Recorded[] = [];
  let sent = 0;
  const desk: Desk = {
    pool: database.pool,
    publish: (recorded) => published.push(recorded),
    wakeJobs: () => {},
    newWhatsappId: () => `OUT${++sent}`,
    now: () => new Date(clock.now),
  };
  const person = async (
    name: string,
    role: 'admin' | 'attendant' = 'attendant',
  ): Promise<SignedInUser> => {
    const user = { id: newId(), name, email: `${name.toLowerCase()}@example.com`, role };
    await database.pool.query('insert into users (id, name, email, role) values ($1, $2, $3, $4)', [
      user.id,
      user.name,
      user.email,
      role,
    ]);
    return user;
  };
  let written = 0;
  const inbound = (phone: string, text: string, more: Partial<InboundMessage> = {}) => ({
    type: 'message' as const,
    whatsappId: `IN${++written}`,
    phone,
    name: null,
    kind: 'text' as const,
    text,
    sentAt: desk.now().toISOString(),
    ...more,
  });
  return {
    desk,
    clock,
    published,
    pool: database.pool,
    person,
    inbound,
    minutes: (count: number) => {
      clock.now += count * 60_000;
    },
    arrive: async (phone: string, ...texts: string[]) =>
      ingest(
        desk,
        texts.map((text) => inbound(phone, text)),
      ),
    perform: (user: SignedInUser, intent: Intent, id: Id = newId()) =>
      carryOut(desk, user, { id, ...intent } as Command),
    conversation: async (phone: string) => {
      const { rows } = await database.pool.query(
        `select c.id, s.id "serviceId", s.state, s.attendant_id "attendantId"
         from conversations c join contacts k on k.id = c.contact_id
         left join services s on s.conversation_id = c.id and s.state <> 'finished'
         where k.phone = $1`,
        [phone],
      );
      return rows[0] as {
        id: Id;
        serviceId: Id;
        state: string | null;
        attendantId: Id | null;
      };
    },
    drop: database.drop,
  };
}

export type TestDesk = Awaited<ReturnType<typeof testDesk>>;
