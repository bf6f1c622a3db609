/** What the tray shows: decided here, drawn by Electron. */

import type { HostStatus } from '#core/host.ts';
import type { Language } from '#shared/contract/bridge.ts';
import type { PauseLength } from '#shared/contract/settings.ts';
import { shellWords } from './shell-words.ts';

export type TrayPick = { open: true } | { office: true } | { quit: true } | { pause: PauseLength };
export type TrayItem =
  | { line: true }
  | { label: string; pick: TrayPick }
  /** Only read. */
  | { label: string }
  | { label: string; items: { label: string; pick: TrayPick }[] };

const clockOf = (instant: string, language: Language, now: Date): string => {
  const at = new Date(instant);
  const today = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    ...(!today && { weekday: 'short' }),
  }).format(at);
};

/** The line that says how it is; what is wrong nearest to this person comes first. */
export function stateLine({ language, signedIn, connection, whatsapp }: HostStatus): string {
  const t = shellWords[language];
  if (!signedIn) return t.signedOut;
  if (connection !== 'online') return t[connection];
  return whatsapp === 'open' || whatsapp === null ? t.online : t.whatsappAway;
}

export function trayItems(status: HostStatus, now: Date): TrayItem[] {
  const { language, signedIn, admin, unread, pausedUntil } = status;
  const t = shellWords[language];
  return [
    { label: stateLine(status) },
    ...(signedIn ? [{ label: t.unread(unread) }] : []),
    { line: true },
    { label: t.open, pick: { open: true } },
    ...(admin ? [{ label: t.office, pick: { office: true } } as const] : []),
    pausedUntil === null
      ? {
          label: t.pause,
          items: [
            { label: t.pauseHour, pick: { pause: 'hour' } },
            { label: t.pauseTomorrow, pick: { pause: 'tomorrow' } },
          ],
        }
      : {
          label: t.pauseEnd(clockOf(pausedUntil, language, now)),
          pick: { pause: 'none' },
        },
    { line: true },
    { label: t.quitApp, pick: { quit: true } },
  ];
}

export function trayTip(status: HostStatus): string {
  const { language, signedIn, unread } = status;
  const words = ['Recado', stateLine(status)];
  if (signedIn && unread > 0) words.push(shellWords[language].unread(unread));
  return words.join(' · ');
}
