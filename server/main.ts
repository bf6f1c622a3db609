/** The server's program: its environment, its signals, and its end in time. */
import { readConfig } from './config.ts';
import { openLife } from './platform/life.ts';
import { type Log, openLog } from './platform/log.ts';
import { startFault } from './platform/start-fault.ts';
import { startServer } from './server.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Everything that has no other place to be told: the process ends, and is started anew. */
function endOnSurprise(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the server ends on a fault of its own');
    process.exit(1);
  });
}

async function main(): Promise<void> {
  // What the server writes is nobody else's to read.
  process.umask(0o077);
  const config = readConfig(process.env);
  const log = openLog(config.logLevel);
  endOnSurprise(log);
  const life = openLife(9_000, ({ name, ms, error }) => {
    if (error) log.warn({ err: error, part: name }, 'did not stop well');
    else log.debug({ part: name, ms }, 'stopped');
  });
  const stop = async (code: number) => {
    const inTime = await life.stop();
    if (!inTime) log.error('not everything stopped in time');
    process.exit(inTime ? code : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say('Stopping.');
      void stop(0);
    });
  }
  try {
    await startServer(config, log, life, say);
  } catch (error) {
    log.debug({ err: error }, 'the server did not start');
    process.stderr.write(`${startFault(error, config)}\n`);
    await stop(1);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
