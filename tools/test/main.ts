/**
 * Everything that must hold, in one run: checks, unit tests, the build, the end-to-end specs. Says
 * in one line what this machine made it leave out, and closes with the sum of all runs.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt } from '../build/build.ts';
import { runChecks } from '../check/checks.ts';
import { has, onPath, packageFile, runToEnd } from '../run.ts';
import { type Counts, closing, leftOut, sum } from './counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'recado-test-'));
const title = (words: string) => console.log(`\n== ${words} ==`);

async function vitest(name: string, config: string): Promise<Counts> {
  title(name);
  const report = join(folder, `${name.replaceAll(' ', '-')}.json`);
  const over = new AbortController();
  // A test that failed may leave a program running which keeps Vitest from ending.
  const patience = setInterval(() => {
    if (existsSync(report) && Date.now() - statSync(report).mtimeMs > 60_000) over.abort();
  }, 5_000);
  const code = await runToEnd(
    packageFile('vitest/vitest.mjs'),
    [
      'run',
      `--config=${config}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { signal: over.signal },
  );
  clearInterval(patience);
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A run may fail without a failed test: an error outside any, a file that does not load.
    const failed = code === 0 ? numFailedTests : Math.max(1, numFailedTests);
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const chromium = onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
const redis = onPath('redis-server');
const strict = process.env.RECADO_NOTHING_LEFT_OUT === '1';

const counts: Counts[] = [];
title('checks');
counts.push({ ...(await runChecks()), skipped: 0 });
counts.push(await vitest('unit tests', 'vitest.config.ts'));
title('build');
const built = isBuilt() || (await build({ quiet: true })) === 0;
counts.push({ passed: built ? 1 : 0, failed: built ? 0 : 1, skipped: 0 });
if (built && chromium && has('e2e/vitest.config.ts')) {
  counts.push(await vitest('end to end', 'e2e/vitest.config.ts'));
}
rmSync(folder, { recursive: true, force: true });

const total = sum(counts);
const missing = leftOut({ chromium, redis, skipped: total.skipped });
console.log('');
if (missing) console.log(missing);
if (missing && strict) {
  console.log('Nothing may be left out here: install what is missing.');
  total.failed += 1;
}
console.log(closing(total));
process.exitCode = total.failed > 0 ? 1 : 0;
