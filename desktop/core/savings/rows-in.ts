const [quote, newline] = [0x22, 0x0a];

/** Rows of a CSV as it comes by, without its head; a line break inside quotes is none. */
export function openRowCount(): (piece: Uint8Array) => number {
  let lines = 0;
  let quoted = false;
  return (piece) => {
    for (const byte of piece) {
      if (byte === quote) quoted = !quoted;
      else if (byte === newline && !quoted) lines += 1;
    }
    return Math.max(0, lines - 1);
  };
}
