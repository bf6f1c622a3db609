/** What the parts of the stand-in share: one Chromium, and what is open in it. */
import { type Cdp, Gone, type Session } from './cdp.ts';
import type { Chromium } from './chromium.ts';
import type { IpcMain } from './ipc.ts';
import type { PageSession, Served } from './session.ts';

export type Stage = {
  chromium: Promise<Chromium>;
  ipc: IpcMain;
  session: PageSession;
  targets: Promise<Targets>;
  schemes: ReadonlySet<string>;
  served: Served;
  contents: Map<string, { id: number }>;
  /** What the app asked of the system: a test reads it as `asked` of the module. */
  asked: { what: string; args: unknown[] }[];
  /** Every page is told of, before it shows anything. */
  created(contents: object): void;
  fail(error: unknown): void;
};

/** A page of Chromium's that this stand-in opened, paused until `resume`. */
export type Target = { targetId: string; session: Session };

export type Targets = {
  open(size: { width: number; height: number }): Promise<Target>;
  onGone(targetId: string, listener: () => void): void;
};

type Attached = { sessionId: string; targetInfo: { targetId: string; type: string } };

/**
 * Every page that Chromium opens is paused first. One that nobody here asked for was opened by a
 * page (window.open, a link with a target): it is closed before it loads anything.
 */
export function watchTargets(cdp: Cdp): Targets {
  const expected = new Map<string, (target: Target) => void>();
  const gone = new Map<string, () => void>();
  let opening: Promise<unknown> = Promise.resolve();

  /**
   * It shares the thread of the page that opened it: left paused, it would stop that one for ever, and
   * might not close. So it goes on, and whatever it asks for is held.
   */
  function close(targetId: string, session: Session): void {
    const asked = [
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      cdp.send('Target.closeTarget', { targetId }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ];
    for (const answer of asked) answer.catch(() => {});
  }

  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }: Attached) => {
    const { targetId, type } = targetInfo;
    if (type !== 'page') return;
    const session = cdp.session(sessionId);
    // The answer that names our own new page may come after this event.
    void opening.then(() => {
      const awaited = expected.get(targetId);
      expected.delete(targetId);
      if (awaited) awaited({ targetId, session });
      else close(targetId, session);
    });
  });
  cdp.on('Target.detachedFromTarget', ({ sessionId, targetId }: Record<string, string>) => {
    cdp.end(sessionId ?? '');
    gone.get(targetId ?? '')?.();
    gone.delete(targetId ?? '');
  });
  const ready = cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { exclude: true }],
  });
  async function create({ width, height }: { width: number; height: number }) {
    await ready;
    const { targetId } = await cdp.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    return { target: new Promise<Target>((resolve) => expected.set(targetId, resolve)) };
  }
  return {
    async open(size) {
      const created = opening.then(() => create(size));
      opening = created.catch(() => {});
      return (await created).target;
    },
    onGone: (targetId, listener) => void gone.set(targetId, listener),
  };
}

/** Whatever was asked of a page that has closed meanwhile is no fault. */
export const unlessGone = (error: unknown): void => {
  if (!(error instanceof Gone)) throw error;
};
