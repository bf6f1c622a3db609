/**
 * A structured clone as text: what Electron's IPC carries, carried here through a binding that
 * takes strings only. Its source is also run inside of pages: it may use nothing from outside.
 */
export type Clone = { encode(value: unknown): string; decode(text: string): unknown };

export function openClone(): Clone {
  type Tagged = { $: string; v?: unknown; n?: string };
  const kind = (value: object) => Object.prototype.toString.call(value).slice(8, -1);
  const base64 = (bytes: Uint8Array) => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const bytesOf = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const refuse = () => new Error('An object could not be cloned.');

  function put(value: unknown, above: object[]): unknown {
    if (value === undefined) return { $: 'undefined' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return { $: 'BigInt', v: String(value) };
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'Number', v: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (typeof value !== 'object' || above.includes(value)) throw refuse();
    const inner = (one: unknown) => put(one, [...above, value]);
    if (Array.isArray(value)) return value.map(inner);
    const name = kind(value);
    if (name === 'Date') return { $: name, v: (value as Date).getTime() };
    if (name === 'Map') {
      return { $: name, v: [...(value as Map<unknown, unknown>)].map((e) => e.map(inner)) };
    }
    if (name === 'Set') return { $: name, v: [...(value as Set<unknown>)].map(inner) };
    if (name === 'RegExp') {
      return { $: name, v: (value as RegExp).source, n: (value as RegExp).flags };
    }
    if (name === 'ArrayBuffer') {
      return { $: name, v: base64(new Uint8Array(value as ArrayBuffer)) };
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { $: 'View', n: name, v: base64(bytes) };
    }
    if (name === 'Error') return { $: name, v: (value as Error).message, n: (value as Error).name };
    if (name === 'Promise' || name === 'WeakMap' || name === 'WeakSet') throw refuse();
    return {
      $: 'Object',
      v: Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)])),
    };
  }

  function take(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(take);
    const { $, v, n } = value as Tagged;
    const list = () => (v as unknown[]).map(take);
    if ($ === 'undefined') return undefined;
    if ($ === 'BigInt') return BigInt(v as string);
    if ($ === 'Number') return Number(v);
    if ($ === 'Date') return new Date(v === null ? Number.NaN : (v as number));
    if ($ === 'Map') return new Map(list() as [unknown, unknown][]);
    if ($ === 'Set') return new Set(list());
    if ($ === 'RegExp') return new RegExp(v as string, n);
    if ($ === 'ArrayBuffer') return bytesOf(v as string).buffer;
    if ($ === 'View') {
      const bytes = bytesOf(v as string);
      if (n === 'DataView') return new DataView(bytes.buffer);
      const View = (globalThis as unknown as Record<string, Uint8ArrayConstructor>)[n ?? ''];
      return View ? new View(bytes.buffer) : bytes;
    }
    if ($ === 'Error') return Object.assign(new Error(v as string), { name: n });
    return Object.fromEntries(Object.entries(v as object).map(([key, one]) => [key, take(one)]));
  }

  return {
    encode: (value) => JSON.stringify(put(value, [])),
    decode: (text) => take(JSON.parse(text)),
  };
}
