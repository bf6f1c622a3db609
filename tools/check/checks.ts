/** What `npm run check` holds the tree to, in order. */
import { join } from 'node:path';
import { packageFile, root, runToEnd } from '../run.ts';

export const checks: { name: string; run: () => Promise<number> }[] = [
  {
    name: 'types and rooms',
    run: () => runToEnd(packageFile('typescript/bin/tsc'), ['-b', '--pretty', 'false']),
  },
  {
    name: 'lint, format and borders',
    run: () =>
      runToEnd(packageFile('@biomejs/biome/bin/biome'), ['check', '--diagnostic-level=warn', '.']),
  },
  {
    name: 'rules of the house',
    run: () => runToEnd(join(root, 'tools/borders/main.ts'), []),
  },
];

/** Runs them all and says how many held. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  for (const { name, run } of checks) {
    const held = (await run()) === 0;
    console.log(`${held ? '✓' : '✗'} ${name}`);
    if (held) passed += 1;
  }
  return { passed, failed: checks.length - passed };
}
