/** A phone number as digits only becomes E.164; null when it cannot be one. */
export function toE164(phone: string): string | null {
  const digits = phone.replace(/^\+/, '').replace(/[\s().-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/** For the eye: +55 (11) 99999-0001; other countries stay as E.164. */
export function showPhone(phone: string): string {
  const brazil = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  return brazil ? `+55 (${brazil[1]}) ${brazil[2]}-${brazil[3]}` : phone;
}
