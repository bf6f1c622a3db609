/** What the core tells of itself; pino's loggers fit. Never given a token or what people write. */
export type Log = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
};
