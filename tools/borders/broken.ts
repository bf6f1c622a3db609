/**
 * For each rule of the house the smallest file that breaks it, and beside it one that may stand.
 * `says` is what the checker answers to the first; to the second it answers nothing.
 */
export type Breach = {
  rule: string;
  checker: 'biome' | 'tsc';
  says: string;
  path: string;
  source: string;
  /** Files that must be there for the breach to be one. */
  beside?: Record<string, string>;
  /** Tried by itself: another breach, in the same program, would bring in what it misses. */
  alone?: true;
  /** The lawful neighbour, where the rule could be too wide. */
  lawful?: { path: string; source: string };
};

const use = (from: string) => `import * as thing from '${from}';\nexport const used = thing;\n`;
const nothing = 'export const nothing = null;\n';

export const breaches: Breach[] = [
  {
    rule: 'electron stays in desktop/electron',
    checker: 'biome',
    says: 'Only desktop/electron may import electron.',
    path: 'desktop/browser/breach.ts',
    source: use('electron'),
    lawful: { path: 'desktop/electron/main/lawful.ts', source: use('electron') },
  },
  {
    rule: 'no electron in the core',
    checker: 'biome',
    says: 'Only desktop/electron may import electron.',
    path: 'desktop/core/breach.ts',
    source: use('electron'),
  },
  {
    rule: 'no electron in the renderer',
    checker: 'biome',
    says: 'Only desktop/electron may import electron.',
    path: 'desktop/renderer/breach.ts',
    source: use('electron/renderer'),
  },
  {
    rule: 'no electron in the server',
    checker: 'biome',
    says: 'The server does not know the desktop.',
    path: 'server/desk/breach-electron.ts',
    source: use('electron'),
  },
  {
    rule: 'the server does not import the core',
    checker: 'biome',
    says: 'The server does not know the desktop.',
    path: 'server/desk/breach-core.ts',
    source: use('#core/console.ts'),
  },
  {
    rule: 'pg only in platform and store files',
    checker: 'biome',
    says: 'Only server/platform and store files may import pg.',
    path: 'server/desk/breach-pg.ts',
    source: use('pg'),
    lawful: { path: 'server/desk/lawful-store.ts', source: use('pg') },
  },
  {
    rule: 'pg only in platform and store files, asked for at run time',
    checker: 'biome',
    says: 'Only server/platform and store files may import pg.',
    path: 'server/desk/breach-late-pg.ts',
    source: "export const used = () => import('pg');\n",
    lawful: { path: 'server/platform/lawful-pg.ts', source: use('pg') },
  },
  {
    rule: 'no other feature’s store',
    checker: 'biome',
    says: "A feature's store is its own: ask the feature.",
    path: 'server/desk/breach-store.ts',
    source: use('../other/store.ts'),
    beside: { 'server/other/store.ts': nothing },
    lawful: { path: 'server/other/lawful.ts', source: use('./store.ts') },
  },
  {
    rule: 'no other feature’s store, from a store',
    checker: 'biome',
    says: "A feature's store is its own: ask the feature.",
    path: 'server/desk/breach-of-store.ts',
    source: use('../other/line-store.ts'),
    beside: { 'server/other/line-store.ts': nothing },
  },
  {
    rule: 'the platform knows no feature',
    checker: 'biome',
    says: 'The platform knows no feature.',
    path: 'server/platform/breach.ts',
    source: use('../desk/ingest.ts'),
  },
  {
    rule: 'shared imports TypeBox only',
    checker: 'biome',
    says: 'Shared imports TypeBox and nothing else.',
    path: 'shared/rules/breach.ts',
    source: use('uuid'),
    lawful: { path: 'shared/rules/lawful.ts', source: use('typebox') },
  },
  {
    rule: 'shared imports nothing from outside itself',
    checker: 'biome',
    says: 'Shared imports TypeBox and nothing else.',
    path: 'shared/rules/breach-out.ts',
    source: use('../../server/config.ts'),
  },
  {
    rule: 'the contract does not know the rules',
    checker: 'biome',
    says: 'The contract imports TypeBox and itself, nothing else.',
    path: 'shared/contract/breach.ts',
    source: use('../rules/farewell.ts'),
    lawful: { path: 'shared/contract/lawful.ts', source: use('./scalars.ts') },
  },
  {
    rule: 'the core does not know the server',
    checker: 'biome',
    says: 'The desktop reaches the server over the network only.',
    path: 'desktop/core/breach-server.ts',
    source: use('#server/config.ts'),
  },
  {
    rule: 'the core does not know its hosts',
    checker: 'biome',
    says: 'The core knows neither its hosts nor the renderer.',
    path: 'desktop/core/breach-host.ts',
    source: use('../browser/main.ts'),
  },
  {
    rule: 'only the cache opens SQLite',
    checker: 'biome',
    says: 'Only desktop/core/cache opens SQLite.',
    path: 'desktop/core/sync/breach.ts',
    source: use('libsql'),
    lawful: { path: 'desktop/core/cache/lawful.ts', source: use('libsql') },
  },
  {
    rule: 'the cache does not know sync',
    checker: 'biome',
    says: 'The cache knows only shared.',
    path: 'desktop/core/cache/breach.ts',
    source: use('../sync/outbox.ts'),
  },
  {
    rule: 'a host does not know the other',
    checker: 'biome',
    says: 'A host does not know the other.',
    path: 'desktop/electron/main/breach.ts',
    source: use('../../browser/main.ts'),
  },
  {
    rule: 'the renderer does not import the core',
    checker: 'biome',
    says: 'The renderer reaches the core over the bridge only.',
    path: 'desktop/renderer/breach-core.ts',
    source: use('#core/console.ts'),
    lawful: { path: 'desktop/renderer/lawful.ts', source: use('#shared/contract/bridge.ts') },
  },
  {
    rule: 'no Node in the renderer',
    checker: 'biome',
    says: 'This import references a Node.js builtin module',
    path: 'desktop/renderer/breach-node.ts',
    source: use('node:fs'),
  },
  {
    rule: 'the design system has no store',
    checker: 'biome',
    says: 'The design system has no store.',
    path: 'desktop/renderer/ui/breach.ts',
    source: use('zustand'),
    lawful: { path: 'desktop/renderer/ui/lawful.ts', source: use('react') },
  },
  {
    rule: 'the design system does not know the bridge',
    checker: 'biome',
    says: 'The design system does not know the bridge.',
    path: 'desktop/renderer/ui/breach-bridge.ts',
    source: use('#shared/contract/bridge.ts'),
  },
  {
    rule: 'no cycles',
    checker: 'biome',
    says: 'This import is part of a cycle.',
    path: 'server/desk/breach-cycle.ts',
    source: "import { back } from './cycle-back.ts';\nexport const there = () => back;\n",
    beside: {
      'server/desk/cycle-back.ts':
        "import { there } from './breach-cycle.ts';\nexport const back = () => there;\n",
    },
  },
  {
    rule: 'no barrels',
    checker: 'biome',
    says: 'Avoid barrel files',
    path: 'server/desk/breach-barrel.ts',
    source: "export * from './ingest.ts';\n",
  },
  {
    rule: 'named exports',
    checker: 'biome',
    says: 'Avoid default exports',
    path: 'server/desk/breach-default.ts',
    source: 'export default null;\n',
    lawful: { path: 'lawful.config.ts', source: 'export default null;\n' },
  },
  {
    rule: 'kebab-case files',
    checker: 'biome',
    says: 'should be in kebab-case',
    path: 'server/desk/breachName.ts',
    source: nothing,
  },
  {
    rule: 'no any',
    checker: 'biome',
    says: 'Unexpected any',
    path: 'server/desk/breach-any.ts',
    source: 'export const anything = (value: any) => value;\n',
  },
  {
    rule: 'node: in front of Node modules',
    checker: 'biome',
    says: 'should be imported with the node: protocol',
    path: 'server/desk/breach-protocol.ts',
    source: use('fs'),
    lawful: { path: 'server/desk/lawful-protocol.ts', source: use('node:fs') },
  },
  {
    rule: 'the renderer has no Node types',
    checker: 'tsc',
    says: "Cannot find name 'process'",
    path: 'desktop/renderer/breach-types.ts',
    alone: true,
    source: 'export const where = process.cwd();\n',
  },
  {
    rule: 'shared has no Node types',
    checker: 'tsc',
    says: "Cannot find name 'Buffer'",
    path: 'shared/rules/breach-node-types.ts',
    alone: true,
    source: "export const bytes = Buffer.from('');\n",
  },
  {
    rule: 'shared has no DOM types',
    checker: 'tsc',
    says: "Cannot find name 'document'",
    path: 'shared/rules/breach-dom-types.ts',
    source: 'export const title = () => document.title;\n',
  },
  {
    rule: 'the server is no project of the core',
    checker: 'tsc',
    says: 'TS6307',
    path: 'desktop/core/breach-project.ts',
    source:
      "import type { Pool } from '#server/platform/postgres/pool.ts';\nexport type Mine = Pool;\n",
  },
  {
    rule: 'the server has no DOM types',
    checker: 'tsc',
    says: "Cannot find name 'document'",
    path: 'server/desk/breach-dom-types.ts',
    source: 'export const title = () => document.title;\n',
  },
];
