/** `window.desk`, and nothing else of Electron, for the renderer. */
import { contextBridge, ipcRenderer } from 'electron';
import type { BridgeSignal, Desk } from '#shared/contract/bridge.ts';

type Heard = { signal: BridgeSignal; listener: (value: never) => void };
const heard = new Set<Heard>();
/** What goes wrong with one is no reason to lose the next. */
function tell({ listener }: Heard, value: unknown): void {
  try {
    listener(value as never);
  } catch (error) {
    reportError(error);
  }
}
// One listener of Electron's; the page never holds its event object.
ipcRenderer.on('desk:signals', (_event, signals: [signal: string, value: unknown][]) => {
  for (const [signal, value] of signals) {
    for (const one of heard) if (one.signal === signal) tell(one, value);
  }
});

const desk = {
  call: (call: string, question: unknown) => ipcRenderer.invoke('desk:call', call, question),
  on(signal: BridgeSignal, listener: (value: never) => void) {
    const one: Heard = { signal, listener };
    heard.add(one);
    return () => {
      heard.delete(one);
    };
  },
};
contextBridge.exposeInMainWorld('desk', desk as unknown as Desk);
