/**
 * Whether a dialog or a menu has the keyboard. A notice has the role of a dialog, too, and takes
 * nothing from anybody.
 */
export const isCovered = (): boolean =>
  document.querySelector(
    '[role=dialog]:not([data-closed], [data-notice]), [role=menu]:not([data-closed])',
  ) !== null;
