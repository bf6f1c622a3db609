import { memo } from 'react';
import type { Id } from '#shared/contract/scalars.ts';
import { Bubble } from './bubble.tsx';
import type { Row } from './rows.ts';
import { Beginning, DayLine, GapLine, NewLine, ServiceLine } from './separators.tsx';

type Props = { row: Row; conversationId: Id; name: string };

/** One row of the list, and by which key it is found there. */
export const RowView = memo(
  function RowView({ row, conversationId, name }: Props) {
    return <div data-row={row.key}>{contentOf(row, conversationId, name)}</div>;
  },
  (a, b) => a.name === b.name && a.conversationId === b.conversationId && isSame(a.row, b.row),
);

function contentOf(row: Row, conversationId: Id, name: string) {
  if (row.type === 'day') return <DayLine at={row.at} />;
  if (row.type === 'beginning') return <Beginning />;
  if (row.type === 'gap') return <GapLine conversationId={conversationId} {...row} />;
  if (row.type === 'service') return <ServiceLine {...row} />;
  return (
    <>
      {row.divided !== undefined && <NewLine count={row.divided} />}
      <Bubble message={row.message} first={row.first} last={row.last} contactName={name} />
    </>
  );
}

/** Rows are made anew with every change of their thread; what they show mostly is the same. */
export function isSame(a: Row, b: Row): boolean {
  if (a === b) return true;
  const keys = Object.keys(a) as (keyof Row)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
