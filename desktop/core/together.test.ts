import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { together } from './together.ts';

it('says in order what was said in one turn, as one', async () => {
  const heard: number[][] = [];
  const said = together<number>((all) => heard.push(all));
  said.add(1);
  said.add(2);
  expect(heard).toEqual([]);
  await turn();
  said.add(3);
  await turn();
  await turn();
  expect(heard).toEqual([[1, 2], [3]]);
});

it('says nothing twice, and nothing late, where it is hurried', async () => {
  const heard: number[][] = [];
  const said = together<number>((all) => heard.push(all));
  said.flush();
  said.add(1);
  said.flush();
  said.flush();
  await turn();
  expect(heard).toEqual([[1]]);
  // What is said while it is heard comes after it.
  const echo = together<number>((all) => {
    heard.push(all);
    if (all.includes(7)) echo.add(8);
  });
  echo.add(7);
  await turn();
  await turn();
  expect(heard).toEqual([[1], [7], [8]]);
});
