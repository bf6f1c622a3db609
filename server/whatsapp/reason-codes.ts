/** Names for why the session is not open, under which consoles find it in their reader's language. */
import { accountReasons } from './cloud/errors.ts';
import { words as linked } from './linked/disconnects.ts';

/** Reasons that are of no one driver. */
export const sessionReasons = {
  elsewhere: 'Another server holds the session.',
  database: 'The database, by which servers agree on who holds the session, does not answer.',
  slowStart: 'The driver did not start in time.',
  diskFull:
    "The server's disk takes no more messages. Free some space there; WhatsApp keeps what comes meanwhile, and it goes on by itself.",
};

const codes = new Map(
  [sessionReasons, linked, accountReasons].flatMap((reasons) =>
    Object.entries(reasons).map(([code, reason]): [string, string] => [reason, code]),
  ),
);

/** Undefined: nobody has put it into other words. */
export const reasonCodeOf = (reason: string): string | undefined => codes.get(reason);
