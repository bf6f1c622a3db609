/** What the cache tells of itself; pino's loggers fit. */
export type CacheLog = {
  warn(fields: object, text: string): void;
};
