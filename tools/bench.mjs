import { runOnNode24 } from './bare.mjs';

await runOnNode24('tools/bench/main.ts');
