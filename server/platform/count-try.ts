import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refused } from '#shared/contract/refusal.ts';

/**
 * Counts one try of `key`.
 * @param stopped called at the first that is one too many, not at those that follow
 * @throws Refused too-many
 */
export async function countTry(
  limiter: RateLimiterMemory,
  key: string,
  stopped?: () => Promise<void>,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (full) {
    if (!(full instanceof RateLimiterRes)) throw full;
    if (full.consumedPoints === limiter.points + 1) await stopped?.();
    const minutes = Math.ceil(full.msBeforeNext / 60_000);
    throw new Refused('too-many', `Too many tries. Try again in ${minutes} min.`);
  }
}
