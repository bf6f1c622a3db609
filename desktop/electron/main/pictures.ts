/** Small pictures, drawn as they are needed: the tray's icon, and counts that lie over the taskbar's. */

/** BGRA, four bytes a point, premultiplied: as Electron's `nativeImage.createFromBitmap` takes it. */
export type Picture = { width: number; height: number; bytes: Buffer };
type Colour = readonly [red: number, green: number, blue: number];
/** How much of a point at (x, y), each from 0 to 1, is covered. */
type Shape = (x: number, y: number) => boolean;
type Layer = { shape: Shape; colour: Colour };

const ink: Colour = [74, 63, 192];
const faint: Colour = [128, 126, 142];
const alarm: Colour = [214, 48, 49];
const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
/** Points are looked at so many times each way, for soft edges. */
const fine = 4;

function draw(size: number, layers: readonly Layer[]): Picture {
  const bytes = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let n = 0; n < fine * fine; n += 1) {
        const px = (x + ((n % fine) + 0.5) / fine) / size;
        const py = (y + (Math.floor(n / fine) + 0.5) / fine) / size;
        const top = layers.findLast(({ shape }) => shape(px, py));
        if (!top) continue;
        red += top.colour[0];
        green += top.colour[1];
        blue += top.colour[2];
        alpha += 255;
      }
      const all = fine * fine;
      bytes.set([blue / all, green / all, red / all, alpha / all], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, bytes };
}

const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
/** A sheet with round corners but the one at its foot: a note that was left. */
const sheet: Shape = (x, y) => {
  const [left, top, right, bottom, round] = [0.06, 0.06, 0.94, 0.94, 0.28];
  if (x < left || x > right || y < top || y > bottom) return false;
  if (x < 0.5 && y > 0.5) return true;
  const dx = Math.max(left + round - x, x - (right - round), 0);
  const dy = Math.max(top + round - y, y - (bottom - round), 0);
  return dx * dx + dy * dy <= round * round;
};
const bar =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    x >= left && x <= right && y >= top && y <= bottom;

export type TrayLook = { unread: boolean; offline: boolean; template: boolean };

/** `template`: macOS colours it itself, by its shape. */
export function trayPicture({ unread, offline, template }: TrayLook, size: number): Picture {
  const ground = template ? black : offline ? faint : ink;
  const lines: Layer[] = template
    ? []
    : [bar(0.26, 0.3, 0.74, 0.4), bar(0.26, 0.5, 0.58, 0.6)].map((shape) => ({
        shape,
        colour: white,
      }));
  const dot: Layer[] = unread
    ? [
        { shape: disc(0.75, 0.25, 0.27), colour: template ? black : white },
        { shape: disc(0.75, 0.25, 0.22), colour: template ? black : alarm },
      ]
    : [];
  return draw(size, [{ shape: sheet, colour: ground }, ...lines, ...dot]);
}

/** Three by five points each. */
const digits: Readonly<Record<string, string>> = {
  0: '111101101101111',
  1: '010110010010111',
  2: '111001111100111',
  3: '111001111001111',
  4: '101101111001001',
  5: '111100111001111',
  6: '111100111101111',
  7: '111001010010010',
  8: '111101111101111',
  9: '111101111001111',
  '+': '000010111010000',
};

/** A count as it is read at a glance: more than 99 is many. */
export const countText = (count: number): string => (count > 99 ? '99+' : String(count));

/** For the corner of the taskbar's icon. */
export function badgePicture(count: number, size = 32): Picture {
  const text = countText(count);
  const width = text.length * 4 - 1;
  const point = Math.min(0.62 / 5, 0.8 / width);
  const [left, top] = [0.5 - (width * point) / 2, 0.5 - (5 * point) / 2];
  const written: Shape = (x, y) => {
    const column = Math.floor((x - left) / point);
    const row = Math.floor((y - top) / point);
    if (column < 0 || column >= width || row < 0 || row >= 5 || column % 4 === 3) return false;
    return digits[text[Math.floor(column / 4)] ?? '']?.[row * 3 + (column % 4)] === '1';
  };
  return draw(size, [
    { shape: disc(0.5, 0.5, 0.5), colour: alarm },
    { shape: written, colour: white },
  ]);
}
