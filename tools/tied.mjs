/**
 * Loaded before a child's own code: when whoever started it is gone without a word (kill -9), the
 * child is asked to stop as it would be by SIGTERM, so nothing is left running.
 */
import process from 'node:process';

if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
