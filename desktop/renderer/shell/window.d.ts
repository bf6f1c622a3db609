import type { Desk } from '#shared/contract/bridge.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload, or by the browser host's desk.js. */
    readonly desk: Desk;
  }
}
