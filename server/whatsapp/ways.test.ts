import { expect, test } from 'vitest';
import { sqlError } from './test-whatsapp.ts';
import { stopsWhenFull } from './ways.ts';

test('what cannot be kept is not taken, and is told of', () => {
  const told: unknown[] = [];
  const full = sqlError('SQLITE_FULL', 'database or disk is full');
  const take = stopsWhenFull(
    () => {
      throw full;
    },
    (error) => told.push(error),
  );
  expect(() => take([])).toThrow(full);
  expect(told).toEqual([full]);
});
