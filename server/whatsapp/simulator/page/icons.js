// Strokes on a grid of 24, drawn in the colour of the text.
const paths = {
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12 20 4l-5 16-3-7zM12 13l8-9',
  mic: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3',
  phone:
    'M6 3h3l2 5-2.500 1.500a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z',
  video: 'M3 7h12v10H3zM15 11l6-4v10l-6-4',
  close: 'M6 6l12 12M18 6 6 18',
  clip: 'M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400L14 8',
  pin: 'M12 21s-7-6.500-7-11.500a7 7 0 0 1 14 0C19 14.500 12 21 12 21ZM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  card: 'M3 5h18v14H3zM9 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.500 16c.7-2 2-3 3.500-3s2.800 1 3.500 3M15 9h3M15 13h3',
  poll: 'M5 20V10M12 20V4M19 20v-7',
  list: 'M4 6h16v5H4zM4 13h16v5H4z',
  unknown:
    'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  reply: 'M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.500 14a4 4 0 0 0 7 0M9 9.500v.5M15 9.500v.5',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  bin: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  once: 'M12 3a9 9 0 1 1-9 9M5 6.500A9 9 0 0 1 8 4M11 9l1.500-1v8',
  forward: 'M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7',
  wait: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  one: 'M5 13l4 4L19 7',
  two: 'M2 13l4 4L16 7M11 16l1 1L22 7',
};
const svg = 'http://www.w3.org/2000/svg';

export function icon(name) {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'drawn');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  drawing.append(path);
  return drawing;
}

/** Bars of a voice note, 0 to 100 each. */
export function wave(bars) {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${bars.length * 3} 32`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'wave');
  bars.forEach((bar, n) => {
    const height = Math.max(2, (bar / 100) * 30);
    const rect = document.createElementNS(svg, 'rect');
    for (const [key, value] of Object.entries({
      x: n * 3,
      y: 16 - height / 2,
      width: 2,
      height,
      rx: 1,
    })) {
      rect.setAttribute(key, String(value));
    }
    drawing.append(rect);
  });
  return drawing;
}
