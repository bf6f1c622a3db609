/**
 * What runs inside of a page: the two ends of the context bridge, and Electron as a sandboxed
 * preload sees it. The sources of these functions are sent to Chromium: each may use its arguments
 * and the web only.
 */
import { type Clone, openClone } from './clone.ts';

type Fn = (...args: unknown[]) => unknown;
type Link = { expose(name: string, api: unknown): void };

/**
 * One end of the link between the page's world and the preload's. Values cross as the detail of a
 * CustomEvent, which Chromium clones from one world to the other; functions stay where they are
 * and are called through the link.
 */
export function linkWorlds(token: string, side: 'page' | 'preload'): Link {
  const { CustomEvent } = globalThis;
  const dispatch = window.dispatchEvent.bind(window);
  const [mine, theirs] = side === 'page' ? ['page', 'preload'] : ['preload', 'page'];
  type Marked = { '\u0000desk'?: 'function' | 'error'; id?: number; message?: string };
  type Said =
    | { what: 'expose'; name: string; api: unknown }
    | { what: 'call'; call: number; id: number; args: unknown }
    | { what: 'answer'; call: number; how: 'value' | 'error' | 'later'; value: unknown }
    | { what: 'settled'; call: number; how: 'value' | 'error'; value: unknown };
  const mark = '\u0000desk';
  const own = new Map<number, Fn>();
  const ids = new WeakMap<Fn, number>();
  const answers = new Map<number, Extract<Said, { what: 'answer' }>>();
  const later = new Map<number, { resolve: Fn; reject: Fn }>();
  let last = 0;

  const say = (said: Said) => dispatch(new CustomEvent(`${token} ${theirs}`, { detail: said }));

  function pack(value: unknown): unknown {
    if (typeof value === 'function') {
      const known = ids.get(value as Fn) ?? own.size + 1;
      ids.set(value as Fn, known);
      own.set(known, value as Fn);
      return { [mark]: 'function', id: known };
    }
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Error) return { [mark]: 'error', message: value.message };
    if (Array.isArray(value)) return value.map(pack);
    const above = Object.getPrototypeOf(value);
    if (above !== Object.prototype && above !== null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one)]));
  }
  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    const marked = value as Marked;
    if (marked[mark] === 'function') return (...args: unknown[]) => call(marked.id ?? 0, args);
    if (marked[mark] === 'error') return new Error(marked.message);
    if (Array.isArray(value)) return value.map(unpack);
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unpack(one)]));
  }
  function call(id: number, args: unknown[]): unknown {
    last += 1;
    const number = last;
    say({ what: 'call', call: number, id, args: pack(args) });
    const answer = answers.get(number);
    answers.delete(number);
    if (!answer) throw new Error('The other world is gone.');
    if (answer.how === 'error') throw unpack(answer.value);
    if (answer.how === 'value') return unpack(answer.value);
    return new Promise((resolve, reject) => later.set(number, { resolve, reject } as never));
  }
  function carryOut({ call: number, id, args }: Extract<Said, { what: 'call' }>): void {
    const answer = (how: 'value' | 'error' | 'later', value: unknown) =>
      say({ what: 'answer', call: number, how, value: pack(value) });
    const settle = (how: 'value' | 'error') => (value: unknown) =>
      say({ what: 'settled', call: number, how, value: pack(value) });
    try {
      const value = own.get(id)?.(...(unpack(args) as unknown[]));
      if (value instanceof Promise) {
        answer('later', null);
        value.then(settle('value'), settle('error'));
      } else answer('value', value);
    } catch (error) {
      answer('error', error);
    }
  }
  function freeze(value: unknown): unknown {
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      for (const one of Object.values(value)) freeze(one);
      Object.freeze(value);
    }
    return value;
  }
  window.addEventListener(`${token} ${mine}`, (event) => {
    const said = (event as CustomEvent<Said>).detail;
    if (said.what === 'call') carryOut(said);
    else if (said.what === 'answer') answers.set(said.call, said);
    else if (said.what === 'settled') {
      const waits = later.get(said.call);
      later.delete(said.call);
      if (said.how === 'value') waits?.resolve(unpack(said.value));
      else waits?.reject(unpack(said.value));
    } else if (side === 'page') {
      Object.defineProperty(window, said.name, {
        value: freeze(unpack(said.api)),
        enumerable: true,
      });
    }
  });
  return { expose: (name, api) => void say({ what: 'expose', name, api: pack(api) }) };
}

/** `require` of a sandboxed preload. `binding` is a function that this world alone can see. */
export function openPreload(link: Link, clone: Clone, binding: string) {
  type Message =
    | { kind: 'answer'; id: number; value?: unknown; error?: string }
    | { kind: 'message'; channel: string; args: unknown[] };
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const post = world[binding] as (text: string) => void;
  delete world[binding];
  const listeners = new Map<string, Set<Fn>>();
  const once = new WeakMap<Fn, Fn>();
  const waiting = new Map<number, { resolve: Fn; reject: Fn }>();
  let last = 0;
  const say = (what: object) => post(clone.encode({ ...what, url: location.href }));
  const unknown = (name: string) =>
    new Error(`The Electron stand-in (e2e/stand-in) does not know ${name}.`);
  const strict = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get(at, key) {
        if (typeof key === 'symbol' || key in at) return Reflect.get(at, key);
        throw unknown(`${name}.${key}`);
      },
    });

  Object.defineProperty(globalThis, `${binding} hear`, {
    value: (text: string) => {
      const message = clone.decode(text) as Message;
      if (message.kind === 'answer') {
        const waits = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error === undefined) waits?.resolve(message.value);
        else waits?.reject(new Error(message.error));
        return;
      }
      const event = { sender: ipcRenderer, ports: [] };
      for (const one of [...(listeners.get(message.channel) ?? [])]) one(event, ...message.args);
    },
  });
  const ipcRenderer = strict('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        last += 1;
        say({ kind: 'invoke', id: last, channel, args });
        waiting.set(last, { resolve, reject } as never);
      }),
    send: (channel: string, ...args: unknown[]) => say({ kind: 'send', channel, args }),
    on(channel: string, listener: Fn) {
      if (!listeners.has(channel)) listeners.set(channel, new Set());
      listeners.get(channel)?.add(listener);
      return ipcRenderer;
    },
    once(channel: string, listener: Fn) {
      const wrapped: Fn = (...args) => {
        listeners.get(channel)?.delete(wrapped);
        listener(...args);
      };
      once.set(listener, wrapped);
      return ipcRenderer.on(channel, wrapped);
    },
    off(channel: string, listener: Fn) {
      listeners.get(channel)?.delete(listener);
      listeners.get(channel)?.delete(once.get(listener) ?? listener);
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: Fn): unknown => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });
  const electron = strict('electron (in a preload)', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld(name: string, api: unknown) {
        if (name in window) {
          throw new Error(`Cannot bind an API on top of an existing property: window.${name}`);
        }
        link.expose(name, api);
      },
    }),
  });
  return (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw unknown(`require('${name}') in a sandboxed preload`);
  };
}

const top = (body: string): string => `(() => { if (window !== window.top) return;\n${body}\n})();`;

/** For the page's own world: builds there what the preload exposes. */
export const pageScript = (token: string): string =>
  top(`(${linkWorlds})(${JSON.stringify(token)}, 'page');`);

/** For the preload's isolated world. */
export const preloadScript = (token: string, binding: string, source: string): string =>
  top(`const require = (${openPreload})(
  (${linkWorlds})(${JSON.stringify(token)}, 'preload'), (${openClone})(), ${JSON.stringify(binding)});
((require, module, exports, process) => {
${source}
})(require, { exports: {} }, {}, { platform: ${JSON.stringify(process.platform)}, env: {}, sandboxed: true, contextIsolated: true, type: 'renderer' });`);
