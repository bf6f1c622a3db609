/** E-mails of the workspace's own: kept for admins to read, or sent as it is set. */
import { createTransport, type Transporter } from 'nodemailer';
import { v7 as newId } from 'uuid';
import type { EmailTest } from '#shared/contract/email-setting.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { type EmailWay, type EmailWays, emailWay } from './email-way.ts';
import { type Email, insertEmail, noteFailed, noteKept, noteSent, queuedEmail } from './store.ts';

export type Emails = {
  /** Goes with the transaction. */
  post(tx: Tx, email: Email): Promise<void>;
  /** Sends it now, once, and says what came of it. */
  test(email: Email): Promise<EmailTest>;
  close(): void;
};

/** Of those that take no second try: the server read it and said no. */
const refused = (error: unknown): string | null => {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  return responseCode !== undefined && responseCode >= 500 ? (message ?? 'refused') : null;
};

const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 };
const transportOf = ({ server }: EmailWay) =>
  createTransport(
    typeof server === 'string' ? { url: server, ...patience } : { ...server, ...patience },
  );

export function openEmails(deps: EmailWays & { jobs: Jobs; log: Log }): Emails {
  const { pool, jobs, log } = deps;
  let open: { by: string; transport: Transporter } | null = null;

  /** One for all that goes the same way; when an admin has set another, the old one is let go. */
  function transportFor(way: EmailWay): Transporter {
    const by = JSON.stringify(way.server);
    if (open?.by === by) return open.transport;
    open?.transport.close();
    open = { by, transport: transportOf(way) };
    return open.transport;
  }
  async function send(id: Id): Promise<void> {
    const email = await queuedEmail(pool, id);
    if (!email) return;
    if (email.old) return noteFailed(pool, id, 'It could not be sent for a day.');
    const way = await emailWay(deps, pool);
    if (!way) return noteKept(pool, id);
    const { to, subject, text } = email;
    try {
      // The same id at every try: a second copy of it can be known for one.
      const messageId = `<${id}@recado>`;
      await transportFor(way).sendMail({ from: way.from, to, subject, text, messageId });
    } catch (error) {
      const why = refused(error);
      if (why === null) throw error;
      log.warn({ err: error, email: id }, 'an e-mail was refused');
      return noteFailed(pool, id, why);
    }
    await noteSent(pool, id);
  }
  jobs.work('email', (data) => send((data as { emailId: Id }).emailId), 2);
  return {
    async post(tx, email) {
      await insertEmail(tx, newId(), email, (await emailWay(deps, tx)) ? 'queued' : 'kept');
    },
    async test(email) {
      const way = await emailWay(deps, pool);
      if (!way) return { sent: false, to: email.to, detail: null };
      const transport = transportOf(way);
      try {
        await transport.sendMail({ from: way.from, ...email });
        return { sent: true, to: email.to, detail: null };
      } catch (error) {
        return { sent: false, to: email.to, detail: (error as Error).message.slice(0, 500) };
      } finally {
        transport.close();
      }
    },
    close: () => open?.transport.close(),
  };
}
