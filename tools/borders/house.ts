/** The rules of the house that neither the compiler nor Biome can hold. Pure: files in, findings out. */

export type SourceFile = { path: string; text: string };
export type Finding = { path: string; line: number | null; rule: string; says: string };

const longest = 400;
const vagueName = /(?:^|[-/.])(?:utils?|helpers?|manager|common|handlers?|processors?)(?=[-/.]|$)/;
// Spelled apart, so that this file does not find itself.
const unfinished = /\b(?:TO(?:DO)|FIX(?:ME))\b/;
const hushed = /\b(?:describe|it|test)\.(?:only|skip)\(/;
const registryHost = /https?:\/\/[^"]+\.tgz|"resolved":\s*"https?:/;

const code = /\.(?:ts|tsx|mjs|js|css|sql|html|sh)$/;

/** What is wrong in one file. */
export function findingsIn({ path, text }: SourceFile): Finding[] {
  const found: Finding[] = [];
  const add = (rule: string, says: string, line: number | null = null) =>
    found.push({ path, line, rule, says });
  if (path === 'package-lock.json') {
    text.split('\n').forEach((row, index) => {
      if (registryHost.test(row)) add('lock', 'The lock file names no registry.', index + 1);
    });
    return found;
  }
  if (vagueName.test(path)) add('name', 'Name the file after the one thing it says.');
  if (!code.test(path)) return found;
  const rows = text.split('\n');
  if (rows.length - 1 > longest) add('length', `No file is over ${longest} lines.`);
  rows.forEach((row, index) => {
    if (unfinished.test(row)) add('unfinished', 'Finish it, or open an issue.', index + 1);
    if (hushed.test(row)) add('hushed', 'Every test runs.', index + 1);
    if (/^desktop\/renderer\/ui\//.test(path) && /\bwindow\.desk\b/.test(row)) {
      add('bridge', 'The design system does not know the bridge.', index + 1);
    }
  });
  return found;
}

export const findings = (files: SourceFile[]): Finding[] => files.flatMap(findingsIn);
