import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '#shared/contract/bridge.ts';
import { shellWords } from './shell-words.ts';
import type { ZoomMove } from './zoom.ts';

export type MenuPicks = { zoom(move: ZoomMove): void; settings(): void; office?(): void };

/** Roles bring their own words and keys; what is remembered is ours. */
export function appMenu(
  language: Language,
  platform: string,
  picks: MenuPicks,
): MenuItemConstructorOptions[] {
  const t = shellWords[language];
  const mac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: t.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => picks.settings(),
  };
  const zoom = (move: ZoomMove, label: string, ...keys: string[]): MenuItemConstructorOptions[] =>
    keys.map((accelerator, n) => ({
      ...{ label, accelerator, click: () => picks.zoom(move) },
      ...(n > 0 && { visible: false, acceleratorWorksWhenHidden: true }),
    }));
  const own: MenuItemConstructorOptions[] = mac
    ? [
        {
          label: 'Recado',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            settings,
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            { role: 'quit' },
          ],
        },
      ]
    : [];
  return [
    ...own,
    {
      label: t.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        ...(mac ? [] : [{ type: 'separator' } as const, settings]),
      ],
    },
    {
      label: t.view,
      submenu: [
        ...zoom('reset', t.zoomReset, 'CmdOrCtrl+0', 'CmdOrCtrl+num0'),
        ...zoom('in', t.zoomIn, 'CmdOrCtrl+Plus', 'CmdOrCtrl+=', 'CmdOrCtrl+numadd'),
        ...zoom('out', t.zoomOut, 'CmdOrCtrl+-', 'CmdOrCtrl+numsub'),
      ],
    },
    {
      label: t.window,
      submenu: [
        ...(picks.office
          ? [{ label: t.office, accelerator: 'CmdOrCtrl+Shift+O', click: () => picks.office?.() }]
          : []),
        { role: 'minimize' },
        { role: 'quit' },
      ],
    },
  ];
}
