/** What the stand-in does not know fails by its name, instead of being undefined somewhere later. */

/** Looked at by whoever prints, awaits or compares a value; never part of Electron's surface. */
const probes = new Set(['then', 'toJSON', 'constructor', 'inspect', 'nodeType', 'domain']);

const unknown = (name: string): Error =>
  new Error(`The Electron stand-in (e2e/stand-in) does not know ${name}.`);

export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(at, key, self) {
      if (typeof key === 'symbol' || key in at || probes.has(key))
        return Reflect.get(at, key, self);
      throw unknown(`${name}.${key}`);
    },
  });
}

/** A module of Electron's of which nothing is known but the name. */
export function notKnown(name: string): never {
  return new Proxy(() => {}, {
    get(_at, key) {
      if (typeof key === 'symbol' || probes.has(key)) return undefined;
      throw unknown(`${name}.${key}`);
    },
    construct() {
      throw unknown(`new ${name}()`);
    },
    apply() {
      throw unknown(`${name}()`);
    },
  }) as never;
}

export function onlyKnown(name: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw unknown(`${name} { ${key} }`);
  }
}
