import { type DestinationStream, type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';

export type Log = Logger;

const secrets = ['password', 'token', 'authorization', 'cookie'];
const nested = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/** Where Postgres quotes rows: what people wrote is in no log. */
const quoting = ['detail', 'where', 'internalQuery'].flatMap((name) => [
  `err.${name}`,
  `err.cause.${name}`,
]);

/** JSON lines on standard output; for people where a person is looking. */
export function openLog(level: string, to?: DestinationStream): Log {
  const out = to ?? (process.stdout.isTTY ? PinoPretty({ ignore: 'pid,hostname' }) : undefined);
  const options = {
    level,
    redact: { paths: [...nested, ...quoting], censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return out ? pino(options, out) : pino(options);
}
