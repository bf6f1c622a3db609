/** `window.desk`, and nothing else of Electron, for the renderer. */
import { contextBridge, ipcRenderer } from 'electron';
import type { BridgeSignal, Desk } from '#shared/contract/bridge.ts';

type Heard = { signal: BridgeSignal; listener: (value: never) => void };
const heard = new Set<Heard>();
// One listener of Electron's; the page never holds its event object.
ipcRenderer.on('desk:signal', (_event, signal: unknown, value: unknown) => {
  for (const one of heard) if (one.signal === signal) one.listener(value as never);
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
