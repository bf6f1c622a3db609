import type { ConsoleRefusal, ConsoleRefusalCode, Refusal } from '#shared/contract/refusal.ts';

/** Thrown while a call is answered; becomes its refusal. */
export class CallRefused extends Error {
  readonly refusal: ConsoleRefusal;
  constructor(refusal: ConsoleRefusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

export const refuse = (
  code: ConsoleRefusalCode,
  detail: string,
  more: Pick<Refusal, 'path' | 'holder'> = {},
): CallRefused => new CallRefused({ ok: false, code, detail, ...more });
