const minute = 60;
const hour = 60 * minute;

const two = (big: number, bigUnit: string, small: number | string, smallUnit: string): string =>
  Number(small) === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
const padded = (part: number): string => String(part).padStart(2, '0');

/** How long something took, of seconds: 45 s, 2 min 05 s, 1 h 20 min, 3 d 4 h. Both languages write it so. */
export function writeLength(seconds: number): string {
  // Rounded in the unit that is shown last, and only then split: never 59 min 60 s.
  const whole = Math.round(Math.max(0, seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return two(Math.floor(whole / minute), 'min', padded(whole % minute), 's');
  const minutes = Math.round(whole / minute);
  if (minutes < 24 * 60) return two(Math.floor(minutes / 60), 'h', padded(minutes % 60), 'min');
  const hours = Math.round(whole / hour);
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}
