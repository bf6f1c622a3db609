import { hostname } from 'node:os';

/** As the contract has it. */
const longest = 120;
const systems: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'Windows',
  darwin: 'macOS',
  linux: 'Linux',
};

/** What a console says it is when somebody signs in: this machine's name and its system. */
export function deviceOf(host: string, platform: NodeJS.Platform): string {
  const system = systems[platform] ?? platform;
  const name = host.replace(/\p{Cc}/gu, '').trim();
  if (name === '') return system;
  const room = longest - ` · ${system}`.length;
  // By characters: half of one is none.
  let kept = '';
  for (const character of name) {
    if (kept.length + character.length > room) break;
    kept += character;
  }
  return `${kept} · ${system}`;
}

export const device = (): string => deviceOf(hostname(), process.platform);
