import { setTimeout as pause } from 'node:timers/promises';
import { databaseAway } from '../faults.ts';

/** Does `work` again while the database is away, for so many milliseconds at most. */
export async function whenDatabaseAnswers<T>(work: () => Promise<T>, ms: number): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!databaseAway(error) || Date.now() > end) throw error;
      await pause(250);
    }
  }
}
