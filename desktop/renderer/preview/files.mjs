// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// What stands in for the files that people send one another: drawn, never stored.

import { crc32, deflateSync } from 'node:zlib';

/** A real PNG: a slope of colours. */
export function drawnPng(width, height) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows[at] = 90 + Math.round((x / width) * 120);
      rows[at + 1] = 130 + Math.round((y / height) * 80);
      rows[at + 2] = 190;
    }
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const all = Buffer.alloc(body.length + 8);
    all.writeUInt32BE(data.length, 0);
    body.copy(all, 4);
    all.writeUInt32BE(crc32(body), body.length + 4);
    return all;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const picture = (hue, words) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="hsl(${hue} 45% 62%)"/><stop offset="1" stop-color="hsl(${hue + 50} 40% 38%)"/></linearGradient></defs><rect width="1200" height="900" fill="url(#g)"/><circle cx="850" cy="300" r="160" fill="#fff" opacity=".25"/><path d="M0 900L420 420l260 300 180-180 340 360z" fill="#000" opacity=".25"/><text x="60" y="120" font-size="64" font-family="sans-serif" fill="#fff">${words}</text></svg>`,
  );

/** Twelve seconds of a quiet tone: PCM, 8 kHz, 8 bits. */
function tone() {
  const count = 12 * 8000;
  const wav = Buffer.alloc(44 + count);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + count, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(count, 40);
  for (let n = 0; n < count; n += 1) wav[44 + n] = 128 + Math.round(20 * Math.sin(n / 6));
  return wav;
}

/** Two pages with a line on each. */
function pdf() {
  const page = (n) =>
    `BT /F 28 Tf 60 760 Td (Hemograma completo) Tj /F 14 Tf 0 -40 Td (Pagina ${n} de 2) Tj ET 60 640 460 2 re f`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 7 0 R >> >> >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F 7 0 R >> >> >>',
    `<< /Length ${page(1).length} >>\nstream\n${page(1)}\nendstream`,
    `<< /Length ${page(2).length} >>\nstream\n${page(2)}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const at = text.length;
  const lines = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF`;
  return Buffer.from(text, 'latin1');
}

/** The file behind an address of the preview; null for what is no attachment. */
export function fileOf(path) {
  const id = /\/attachments\/([\w-]+)$/.exec(path)?.[1];
  if (!id) return null;
  const n = Number.parseInt(id.slice(-3), 16);
  if ([5, 6, 7].includes(n)) return { type: 'audio/wav', body: tone() };
  if (n === 8) return { type: 'application/pdf', body: pdf() };
  return { type: 'image/svg+xml', body: picture((n * 47) % 360, n === 11 ? ':)' : `Foto ${n}`) };
}
