import { build, isBuilt } from './build.ts';

if (!process.argv.includes('--if-changed') || !isBuilt()) process.exitCode = await build();
