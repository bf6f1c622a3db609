import { runOnNode24 } from './bare.mjs';

await runOnNode24('server/main.ts');
