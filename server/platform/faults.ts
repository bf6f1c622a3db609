const codes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-5]|08\w{3}|53300)$/;
const words =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered/;

/** Postgres is away or on its way back: nothing was done, or one cannot know; ask again. */
export function databaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  // Its socket is a file, which is gone while it is down.
  if (code === 'ENOENT') return syscall === 'connect';
  return codes.test(code) || words.test(message) || databaseAway(error.cause);
}

/** There is no room, or no more of it for this user: it was not written. */
export function diskFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT|EFBIG)$/.test((error as NodeJS.ErrnoException | null)?.code ?? '');
}
