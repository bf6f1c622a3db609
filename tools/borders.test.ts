import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breaches } from './borders/broken.ts';
import { findings } from './borders/house.ts';
import { biomeOn, copyOfTheHouse, place, tscOn, type Verdict } from './borders/trial.ts';

describe('each border bites', () => {
  let copy = '';
  const verdicts: Record<'biome' | 'tsc', Verdict> = { biome: new Map(), tsc: new Map() };
  const paths = breaches.flatMap(({ path, lawful }) => (lawful ? [path, lawful.path] : [path]));

  beforeAll(async () => {
    copy = copyOfTheHouse();
    const together = breaches.filter(({ alone }) => !alone);
    for (const { path, source } of breaches.filter(({ alone }) => alone)) {
      place(copy, { [path]: source });
    }
    const first = await tscOn(copy);
    for (const { path, source, beside = {}, lawful } of together) {
      place(copy, { ...beside, [path]: source });
      if (lawful) place(copy, { [lawful.path]: lawful.source });
    }
    verdicts.biome = await biomeOn(copy, paths);
    verdicts.tsc = new Map([...(await tscOn(copy)), ...first]);
  }, 300_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(breaches)('$rule', ({ checker, path, says, lawful }) => {
    expect(verdicts[checker].get(path)?.join('\n') ?? '').toContain(says);
    if (lawful) expect(verdicts[checker].get(lawful.path) ?? []).toEqual([]);
  });
});

describe('the rules of the house', () => {
  const rules = (path: string, text: string) => findings([{ path, text }]).map((it) => it.rule);

  it.each(['utils', 'helper', 'manager', 'common', 'path-helpers'])('no file named %s', (name) => {
    expect(rules(`server/desk/${name}.ts`, '')).toEqual(['name']);
  });

  it('takes names that only contain such a word', () => {
    expect(rules('server/desk/commonplace.ts', '')).toEqual([]);
  });

  it('no file over 400 lines', () => {
    expect(rules('server/desk/long.ts', 'x\n'.repeat(401))).toEqual(['length']);
    expect(rules('server/desk/long.ts', 'x\n'.repeat(400))).toEqual([]);
  });

  it('no registry in the lock file', () => {
    const row = '"resolved": "https://registry.example/a/-/a-1.0.0.tgz",';
    expect(rules('package-lock.json', row)).toEqual(['lock']);
    expect(rules('package-lock.json', '"integrity": "sha512-aa=="')).toEqual([]);
  });

  it('nothing left for later, no test switched off', () => {
    expect(rules('server/desk/a.ts', `// ${'TO'}${'DO'}: finish`)).toEqual(['unfinished']);
    expect(rules('server/desk/a.test.ts', `it.${'skip'}('x')`)).toEqual(['hushed']);
    expect(rules('server/desk/a.test.ts', `describe.${'only'}('x')`)).toEqual(['hushed']);
  });

  it('the design system does not reach for the bridge', () => {
    expect(rules('desktop/renderer/ui/a.tsx', 'window.desk.call()')).toEqual(['bridge']);
    expect(rules('desktop/renderer/chat/a.tsx', 'window.desk.call()')).toEqual([]);
  });
});
