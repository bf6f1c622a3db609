/** What is said in one turn goes out as one: whoever hears it acts once. */
export type Together<T> = {
  add(one: T): void;
  /** Now, before something that must not come first. */
  flush(): void;
};

export function together<T>(send: (all: T[]) => void): Together<T> {
  let waiting: T[] = [];
  let due: NodeJS.Immediate | null = null;
  function flush(): void {
    if (due) clearImmediate(due);
    due = null;
    if (waiting.length === 0) return;
    const all = waiting;
    waiting = [];
    send(all);
  }
  return {
    add(one) {
      waiting.push(one);
      due ??= setImmediate(flush);
    },
    flush,
  };
}
