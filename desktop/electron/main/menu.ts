import type { MenuItemConstructorOptions } from 'electron';

const words = {
  pt: { edit: 'Editar', view: 'Exibir', window: 'Janela' },
  en: { edit: 'Edit', view: 'View', window: 'Window' },
};

/** Only roles that every system knows: they bring their own words and keys. */
export function appMenu(locale: string, platform: string): MenuItemConstructorOptions[] {
  const { edit, view, window } = locale.startsWith('pt') ? words.pt : words.en;
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [
    ...own,
    {
      label: edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: view,
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
    },
    { label: window, submenu: [{ role: 'minimize' }, { role: 'quit' }] },
  ];
}
