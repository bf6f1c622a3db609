/** A phone number as digits only becomes E.164; null when it cannot be one. */
export function toE164(phone: string): string | null {
  const digits = phone.replace(/^\+/, '').replace(/[\s().-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/**
 * The same Brazilian mobile with and without the ninth digit: old accounts are known to WhatsApp
 * without it. Null where a number has only one form.
 */
export function twinOf(phone: string): string | null {
  const long = /^(\+55[1-9]\d)9([6-9]\d{7})$/.exec(phone);
  if (long) return `${long[1]}${long[2]}`;
  const short = /^(\+55[1-9]\d)([6-9]\d{7})$/.exec(phone);
  return short ? `${short[1]}9${short[2]}` : null;
}

/** For the eye: +55 (11) 99999-0001; other countries stay as E.164. */
export function showPhone(phone: string): string {
  const brazil = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  return brazil ? `+55 (${brazil[1]}) ${brazil[2]}-${brazil[3]}` : phone;
}
