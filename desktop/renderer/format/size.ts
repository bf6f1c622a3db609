/** Bytes as people say them: 340 KB, 4.2 MB. */
export function createSizes(language: string): (bytes: number) => string {
  const shapes = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const).map(
    (unit) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits: 1,
      }),
  );
  return (bytes) => {
    // By 1024, as WhatsApp counts its limits.
    let step = 0;
    let value = bytes;
    while (value >= 1000 && step < shapes.length - 1) {
      value /= 1024;
      step += 1;
    }
    return shapes[step]?.format(value >= 100 || step < 2 ? Math.round(value) : value) ?? '';
  };
}
