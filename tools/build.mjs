import { runOnNode24 } from './bare.mjs';

await runOnNode24('tools/build/main.ts');
