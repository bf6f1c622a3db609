/** A page, as the main process holds it. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fromChromium, mappedPattern, toChromium } from './addresses.ts';
import { openClone } from './clone.ts';
import { answerPage, type PageMessage } from './ipc.ts';
import { permissionsOf, serveRequest } from './session.ts';
import { type Stage, type Target, unlessGone } from './stage.ts';
import { strict } from './strict.ts';
import { pageScript, preloadScript } from './worlds.ts';

const world = 'Electron Isolated Context';
const clone = openClone();

type OpenHandler = (details: object) => { action: string };
type Paused = {
  requestId: string;
  request: { url: string; method: string; headers: Record<string, string> };
  resourceType: string;
  frameId: string;
  redirectedRequestId?: string;
};
type Context = {
  context: { id: number; name: string; auxData: { frameId: string } };
};
type Frame = { frame: { id: string; url: string; parentId?: string } };

export class WebContents extends EventEmitter {
  id: number;
  stage: Stage;
  /** The page with everything in place for its first document. */
  target: Promise<Target>;
  targetId = '';
  url = '';
  context: number | null = null;
  announced = new Set<string>();
  opens: OpenHandler | null = null;
  destroyed = false;
  close: (options?: { waitForBeforeUnload?: boolean }) => void = () => {};
  session: object;

  constructor(stage: Stage, id: number, target: Promise<Target>, preload: string | undefined) {
    super();
    this.id = id;
    this.stage = stage;
    this.session = stage.session;
    this.target = target.then(async (opened) => {
      this.targetId = opened.targetId;
      stage.contents.set(opened.targetId, self);
      await this.prepare(opened, preload);
      return opened;
    });
    this.target.catch((error) => stage.fail(error));
    const self = strict('webContents', this);
    // biome-ignore lint/correctness/noConstructorReturn: it must throw for what it does not know.
    return self;
  }

  async prepare({ session, targetId }: Target, preload: string | undefined): Promise<void> {
    const token = randomBytes(16).toString('hex');
    const binding = `standIn${token}`;
    session.on('Runtime.executionContextCreated', ({ context }: Context) => {
      if (context.name === world && context.auxData.frameId === targetId) {
        this.context = context.id;
      }
    });
    session.on('Runtime.executionContextDestroyed', (gone: { executionContextId: number }) => {
      if (gone.executionContextId === this.context) this.context = null;
    });
    session.on('Runtime.bindingCalled', (called: Record<string, never>) => {
      if (called.name === binding && called.executionContextId === this.context) {
        void this.hear(clone.decode(called.payload ?? '') as PageMessage, binding);
      }
    });
    session.on('Page.frameNavigated', ({ frame }: Frame) => {
      if (frame.parentId !== undefined) return;
      this.url = fromChromium(frame.url);
      this.emit('did-navigate', {}, this.url);
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    session.on('Page.loadEventFired', () => this.emit('did-finish-load', {}));
    session.on('Page.windowOpen', (opened: { url: string; windowName: string }) => {
      const action = this.opens?.({
        url: fromChromium(opened.url),
        frameName: opened.windowName,
        features: '',
        disposition: 'foreground-tab',
      }).action;
      if (action !== 'deny') {
        this.stage.fail(new Error('The Electron stand-in knows only windows that are denied.'));
      }
    });
    session.on('Fetch.requestPaused', (paused: Paused) => {
      this.serve(paused).catch(unlessGone).catch(this.stage.fail);
    });
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: binding, executionContextName: world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(token) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(token, binding, preload ? readFileSync(preload, 'utf8') : ''),
        worldName: world,
      }),
      session.send('Fetch.enable', {
        patterns: [{ urlPattern: mappedPattern }, { urlPattern: '*', resourceType: 'Document' }],
      }),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    this.said = (message) => this.tell(binding, message);
  }
  said: (message: object) => void = () => {};

  tell(binding: string, message: object): void {
    if (this.context === null || this.destroyed) return;
    const { context } = this;
    const text = clone.encode(message);
    void this.target
      .then(({ session }) =>
        session.send('Runtime.callFunctionOn', {
          executionContextId: context,
          functionDeclaration: `function (text) { globalThis[${JSON.stringify(`${binding} hear`)}](text); }`,
          arguments: [{ value: text }],
        }),
      )
      .catch(unlessGone)
      .catch(this.stage.fail);
  }

  async hear(message: PageMessage, binding: string): Promise<void> {
    const url = fromChromium(message.url);
    const frame = strict('webFrameMain', { url, parent: null, origin: new URL(url).origin });
    const event = strict('ipc event', {
      sender: this.stage.contents.get(this.targetId) ?? this,
      senderFrame: frame,
      type: 'frame',
    });
    const answer = await answerPage(this.stage.ipc, event, message);
    if (answer) this.tell(binding, answer);
  }

  /** Answers custom protocols, and lets the app decide over navigations that the page began. */
  async serve({ requestId, request, resourceType, frameId, ...paused }: Paused): Promise<void> {
    const { session } = await this.target;
    const url = fromChromium(request.url);
    const byPage = resourceType === 'Document' && !this.announced.delete(request.url);
    const redirected = Boolean(paused.redirectedRequestId);
    if (byPage && !this.mayGo(url, redirected, frameId === this.targetId)) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    } else if (url === request.url) {
      await session.send('Fetch.continueRequest', { requestId });
    } else {
      const answer = await serveRequest(this.stage.served, { ...request, url });
      if (answer) await session.send('Fetch.fulfillRequest', { requestId, ...answer });
      else await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }

  mayGo(url: string, redirected: boolean, isMainFrame: boolean): boolean {
    const event = {
      url,
      isMainFrame,
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true;
      },
    };
    if (redirected) this.emit('will-redirect', event, url);
    else {
      this.emit('will-frame-navigate', event);
      if (isMainFrame) this.emit('will-navigate', event, url);
    }
    return !event.defaultPrevented;
  }

  async loadURL(url: string): Promise<void> {
    const { session } = await this.target;
    const address = toChromium(url, this.stage.schemes);
    if (/^https?:|^about:/.test(address) === false) {
      throw new Error(`The Electron stand-in loads no ${new URL(url).protocol} address.`);
    }
    if (address !== url) await this.allow(url, new URL(address).origin);
    this.announced.add(address);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await session.send<{ errorText?: string }>('Page.navigate', {
      url: address,
    });
    if (errorText) throw new Error(`${errorText.replace('net::', '')} loading '${url}'`);
    await loaded;
  }

  async allow(url: string, origin: string): Promise<void> {
    const { cdp } = await this.stage.chromium;
    for (const { name, setting } of await permissionsOf(this.stage.session, this, url)) {
      await cdp.send('Browser.setPermission', { permission: { name }, setting, origin });
    }
  }

  send(channel: string, ...args: unknown[]): void {
    this.said({ kind: 'message', channel, args });
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.opens = handler;
  }
  zoom = 1;
  setZoomFactor(factor: number): void {
    this.zoom = factor;
  }
  getZoomFactor(): number {
    return this.zoom;
  }
  getURL(): string {
    return this.url;
  }
  getType(): string {
    return 'window';
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isFocused(): boolean {
    return !this.destroyed;
  }
  focus(): void {}
  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.target;
    const { result, exceptionDetails } = await session.send<{
      result: { value: unknown };
      exceptionDetails?: { text: string };
    }>('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }
}
