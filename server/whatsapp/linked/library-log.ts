/** What the library has to say, without what it must not say. */
import type { SocketConfig } from '@whiskeysockets/baileys';
import type { Log } from '../../platform/log.ts';

type ILogger = SocketConfig['logger'];

const telling = /^(id|ids|msgId|jid|from|code|reason|status|statusCode|count|attempt|type|tag)$/;

/** Of an object only errors' words and a few short fields: the rest may hold keys or messages. */
function safe(what: unknown): Record<string, unknown> {
  if (what instanceof Error) return { fault: words(what) };
  if (typeof what !== 'object' || what === null) return {};
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(what)) {
    if (value instanceof Error) kept.fault = words(value);
    else if (name === 'trace' && typeof value === 'string') kept.trace = withoutKeys(value);
    else if (telling.test(name) && ['string', 'number', 'boolean'].includes(typeof value)) {
      kept[name] = typeof value === 'string' ? withoutKeys(value).slice(0, 200) : value;
    }
  }
  return kept;
}

const words = (error: Error): string => withoutKeys(`${error.name}: ${error.message}`);

/** Long runs of base64 or hex are keys or ciphertext; so is whatever a Buffer prints. */
export function withoutKeys(text: string): string {
  return text
    .replace(/<Buffer [^>]*>/g, '<hidden>')
    .replace(/[A-Za-z0-9+/_-]{32,}={0,2}/g, '<hidden>');
}

/** The library's logger interface over ours: its chatter is for debugging. */
export function libraryLog(log: Log): ILogger {
  const to =
    (level: 'trace' | 'debug' | 'warn') =>
    (what: unknown, message?: string): void => {
      const said = message ?? (typeof what === 'string' ? what : '');
      log[level](safe(what), withoutKeys(`baileys: ${said}`));
    };
  const logger: ILogger = {
    // 'trace' and 'debug' would make it print what it sends and receives.
    level: 'info',
    child: () => logger,
    trace: to('trace'),
    debug: to('trace'),
    info: to('debug'),
    warn: to('debug'),
    error: to('warn'),
  };
  return logger;
}

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * libsignal prints sessions, private keys included, to the console. While this holds, what any
 * console call says goes to the log: its first words, never its objects. @returns the way back
 */
export function captureConsole(log: Log): () => void {
  const before = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) {
    console[name] = (...said: unknown[]) => {
      const text = said.filter((one) => typeof one === 'string').join(' ');
      log.debug({ console: name }, withoutKeys(`console: ${text}`).slice(0, 500));
    };
  }
  return () => {
    for (const [name, method] of before) console[name] = method;
  };
}
