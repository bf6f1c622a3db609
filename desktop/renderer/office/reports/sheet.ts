/** A table as spreadsheets take it from the clipboard: no cell splits, none begins a formula. */
export const toSheet = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) =>
      cells
        .map((cell) => cell.replace(/[\t\r\n]+/g, ' ').trimStart())
        .map((cell) => (/^[=+\-@|]/.test(cell) ? `'${cell}` : cell))
        .join('\t'),
    )
    .join('\n');
