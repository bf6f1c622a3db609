import { BadSetting } from '../config.ts';

/** Why the server could not start, for whoever started it: one line, naming the setting at fault. */
export function startFault(
  error: unknown,
  config: { port: number; host: string; databaseUrl: string | null },
): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  const line = (message || String(error)).split('\n')[0] ?? '';
  if (error instanceof BadSetting) return line;
  if (syscall === 'listen' && code === 'EADDRINUSE') {
    return `RECADO_PORT: ${config.port} is taken by another program on ${config.host}`;
  }
  if (syscall === 'listen' && code === 'EACCES') {
    return `RECADO_PORT: ${config.port} is not allowed to this user`;
  }
  if (syscall === 'listen' || syscall === 'getaddrinfo') {
    return `RECADO_HOST: ${config.host} is no address of this machine (${code})`;
  }
  return line;
}
