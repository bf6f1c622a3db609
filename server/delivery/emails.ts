/** E-mails of the workspace's own: kept for admins to read, or sent by whatever the server was given. */
import { createTransport } from 'nodemailer';
import { v7 as newId } from 'uuid';
import type { Id } from '#shared/contract/scalars.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Pool, Tx } from '../platform/postgres/pool.ts';
import { type Email, insertEmail, noteFailed, noteSent, queuedEmail } from './store.ts';

export type Emails = {
  /** Goes with the transaction. */
  post(tx: Tx, email: Email): Promise<void>;
  close(): void;
};
/** Where e-mail goes out; null: nowhere. */
export type EmailWay = { url: string; from: string } | null;

/** Of those that take no second try: the server read it and said no. */
const refused = (error: unknown): string | null => {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  return responseCode !== undefined && responseCode >= 500 ? (message ?? 'refused') : null;
};

export function openEmails(deps: { pool: Pool; jobs: Jobs; way: EmailWay; log: Log }): Emails {
  const { pool, jobs, way, log } = deps;
  const transport = way && createTransport({ url: way.url, connectionTimeout: 15_000 });

  async function send(id: Id): Promise<void> {
    const email = await queuedEmail(pool, id);
    if (!email || !transport) return;
    if (email.old) return noteFailed(pool, id, 'It could not be sent for a day.');
    const { to, subject, text } = email;
    try {
      // The same id at every try: a second copy of it can be known for one.
      await transport.sendMail({ from: way.from, to, subject, text, messageId: `<${id}@recado>` });
    } catch (error) {
      const why = refused(error);
      if (why === null) throw error;
      log.warn({ err: error, email: id }, 'an e-mail was refused');
      return noteFailed(pool, id, why);
    }
    await noteSent(pool, id);
  }
  if (transport) {
    jobs.work('email', (data) => send((data as { emailId: Id }).emailId), 2);
  }
  return {
    async post(tx, email) {
      await insertEmail(tx, newId(), email, transport ? 'queued' : 'kept');
    },
    close: () => transport?.close(),
  };
}
