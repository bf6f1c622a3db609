/**
 * Services as files for spreadsheets, row by row as the database gives them: memory stays the same
 * however many there are. What contacts wrote is text there, whatever it looks like.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsxStream } from 'hucre/xlsx';
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { columns, fileNames, wordFor } from './export-columns.ts';
import type { Place, Sought } from './filter-store.ts';
import { type ExportedService, pageForExport } from './list-store.ts';

export type ExportKind = 'csv' | 'xlsx';
export const mediaTypes: Record<ExportKind, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const pageSize = 1_000;
/** Excel takes no longer text in a cell. */
const longestCell = 32_767;

async function* servicesOf(pool: Pool, sought: Sought): AsyncGenerator<ExportedService> {
  let after: Place | null = null;
  for (;;) {
    const rows: ExportedService[] = await pageForExport(pool, sought, after, pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = { moment: last.moment, id: last.id };
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no file of XML may hold.
const noText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const clean = (text: string): string =>
  text.replace(noText, '').toWellFormed().slice(0, longestCell);

/** Where a spreadsheet splits by another separator than ours, no piece begins a formula either. */
const harmless = (text: string): string =>
  clean(text).replace(/([;,\t\r\n]\s*)(?=[=+\-@|])/g, "$1'");

type Cell = string | number | Date | null;

function cellsOf(
  row: ExportedService,
  language: ExportLanguage,
  text: (value: string) => string,
  time: (wall: string) => Cell,
): Cell[] {
  return columns.map(({ of, kind }) => {
    const value = row[of];
    if (value === null || typeof value === 'number') return value;
    if (kind === 'time') return time(value);
    return of === 'state' || of === 'reason' ? wordFor(language, value) : text(value);
  });
}

const readable = (stream: unknown): Readable =>
  Readable.fromWeb(stream as ReadableStream<Uint8Array>);

/** With a BOM, or Excel reads accents wrongly; separated as the language's Excel expects it. */
export function exportCsv(pool: Pool, sought: Sought, language: ExportLanguage): Readable {
  async function* rows() {
    for await (const row of servicesOf(pool, sought)) {
      yield cellsOf(row, language, harmless, (wall) => wall);
    }
  }
  return readable(
    writeCsvStream(rows(), {
      headers: columns.map((column) => column[language]),
      delimiter: language === 'pt-BR' ? ';' : ',',
      bom: true,
      escapeFormulae: true,
    }),
  );
}

/** Times are dates of the workspace's wall: a sheet knows no time zones. */
export function exportXlsx(pool: Pool, sought: Sought, language: ExportLanguage): Readable {
  async function* rows() {
    for await (const row of servicesOf(pool, sought)) {
      yield cellsOf(row, language, clean, (wall) => new Date(`${wall.replace(' ', 'T')}Z`));
    }
  }
  return readable(
    writeXlsxStream(rows(), {
      name: wordFor(language, fileNames[language]),
      columns: columns.map((column) => ({
        header: column[language],
        width: column.width,
        ...(column.kind === 'time' && { numFmt: 'yyyy-mm-dd hh:mm:ss' }),
      })),
      freezePane: { rows: 1 },
    }),
  );
}
