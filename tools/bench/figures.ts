/** One measured figure: `{"figure":"to the socket, p95","value":12.3,"unit":"ms","limit":"< 20","met":true}`. */
export type Figure = {
  bench: string;
  figure: string;
  value: number | string;
  unit: string;
  limit: string;
  /** Null: measured for the record, held against nothing. */
  met: boolean | null;
};

/** The figure that a line of a bench's output is, or null for any other line. */
export function figureIn(bench: string, line: string): Figure | null {
  if (!line.startsWith('{"figure":')) return null;
  try {
    const said = JSON.parse(line);
    return {
      bench,
      figure: String(said.figure),
      value: typeof said.value === 'number' ? said.value : String(said.value ?? ''),
      unit: String(said.unit ?? ''),
      limit: String(said.limit ?? ''),
      met: typeof said.met === 'boolean' ? said.met : null,
    };
  } catch {
    return null;
  }
}

const shown = (value: Figure['value']): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;

export function table(figures: Figure[]): string {
  const rows = [
    ['bench', 'figure', 'measured', 'promised', ''],
    ...figures.map((it) => [
      it.bench,
      it.figure,
      `${shown(it.value)} ${it.unit}`.trim(),
      it.limit,
      it.met === null ? '' : it.met ? 'met' : 'NOT MET',
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
