/** The server's database, embedded or elsewhere, with today's schema. */
import { BadSetting } from '../../config.ts';
import type { Life } from '../life.ts';
import type { Log } from '../log.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { whenDatabaseAnswers } from './patience.ts';
import { openPool, type Pool } from './pool.ts';

const patience = 30_000;

/**
 * Opened for use; stopped with the server's life. @throws BadSetting when the address given does
 * not lead to a database, or naming the migration that failed
 */
export async function openDatabase({
  url,
  folder,
  log,
  life,
  say,
}: {
  url: string | null;
  folder: string;
  log: Log;
  life: Life;
  say(text: string): void;
}): Promise<{ pool: Pool; url: string }> {
  let address = url;
  if (address === null) {
    const embedded = await startEmbedded({ folder, log });
    life.onStop('PostgreSQL', () => embedded.stop());
    say(embedded.attached ? 'PostgreSQL was still running.' : 'PostgreSQL is running.');
    address = embedded.url;
  }
  const pool = openPool(address, {
    max: 20,
    onError: (error) => log.warn({ err: error }, 'a connection to the database was lost'),
  });
  life.onStop('database connections', () => pool.end());
  try {
    await whenDatabaseAnswers(() => pool.query('select 1'), patience);
  } catch (error) {
    if (url === null) throw error;
    throw new BadSetting('DATABASE_URL', `no database answers there (${(error as Error).message})`);
  }
  const applied = await whenDatabaseAnswers(() => migrate(pool), patience);
  if (applied.length > 0) log.info({ applied }, 'the schema is up to date');
  return { pool, url: address };
}
