const silent = 0;

/** A line of the server's log as a person reads it: pino's JSON, or whatever was printed. */
export function shownLine(line: string): { level: number; text: string } {
  if (!line.startsWith('{')) return { level: silent, text: line };
  try {
    const { level, time, msg, err } = JSON.parse(line);
    const clock =
      typeof time === 'number' || typeof time === 'string'
        ? `${new Date(time).toTimeString().slice(0, 8)} `
        : '';
    const why = err?.message && err.message !== msg ? `: ${err.message}` : '';
    return { level: Number(level) || silent, text: `${clock}${msg ?? ''}${why}` };
  } catch {
    return { level: silent, text: line };
  }
}
