import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { expect, it, vi } from 'vitest';
import { guard, guardSession } from './guard.ts';
import { startPage } from './own-page.ts';

/** As much of Electron's objects as a guard touches. */
function guardedPage() {
  let windows: ((details: object) => { action: string }) | null = null;
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof windows) => {
      windows = handler;
    },
  });
  guard(contents as unknown as WebContents);
  const prevented = (event: string, more: object = {}, ...rest: unknown[]) => {
    const preventDefault = vi.fn();
    contents.emit(event, { preventDefault, ...more }, ...rest);
    return preventDefault.mock.calls.length > 0;
  };
  return { prevented, windows: (url: string) => windows?.({ url }) };
}

it('a page goes nowhere, not even within a frame or by a redirect, and takes nothing in', () => {
  const { prevented, windows } = guardedPage();
  expect(windows('https://example.com')).toEqual({ action: 'deny' });
  expect(windows(startPage)).toEqual({ action: 'deny' });
  expect(prevented('will-navigate', {}, 'https://example.com')).toBe(true);
  expect(prevented('will-navigate', {}, startPage)).toBe(false);
  expect(prevented('will-frame-navigate', { isMainFrame: false, url: startPage })).toBe(true);
  expect(prevented('will-frame-navigate', { isMainFrame: true, url: startPage })).toBe(false);
  expect(prevented('will-redirect', {}, startPage)).toBe(true);
  expect(prevented('will-attach-webview')).toBe(true);
});

type Handlers = {
  request(contents: null, permission: string, answer: (is: boolean) => void, of: object): void;
  check(contents: null, permission: string, origin: string, of: object): boolean;
  device(of: object): boolean;
};

it('a session gives the console its microphone, and to nobody anything else', () => {
  const handlers = {} as Handlers;
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Handlers['request']) => {
      handlers.request = handler;
    },
    setPermissionCheckHandler: (handler: Handlers['check']) => {
      handlers.check = handler;
    },
    setDevicePermissionHandler: (handler: Handlers['device']) => {
      handlers.device = handler;
    },
  });
  guardSession(session as unknown as Session);
  const asked = (permission: string, of: object): boolean => {
    let answered = false;
    handlers.request(
      null,
      permission,
      (is) => {
        answered = is;
      },
      of,
    );
    return answered;
  };
  const own = { requestingUrl: startPage, isMainFrame: true };
  expect(asked('media', { ...own, mediaTypes: ['audio'] })).toBe(true);
  expect(asked('media', { ...own, mediaTypes: ['audio'], isMainFrame: false })).toBe(false);
  expect(asked('media', { ...own, mediaTypes: ['audio', 'video'] })).toBe(false);
  expect(asked('media', own)).toBe(false);
  expect(
    asked('media', {
      ...{ requestingUrl: 'https://example.com', isMainFrame: true, mediaTypes: ['audio'] },
    }),
  ).toBe(false);
  for (const permission of ['geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
    expect([permission, asked(permission, own)]).toEqual([permission, false]);
  }
  expect(handlers.check(null, 'media', startPage, { mediaType: 'audio' })).toBe(true);
  expect(handlers.check(null, 'media', startPage, { mediaType: 'video' })).toBe(false);
  expect(handlers.check(null, 'media', 'https://example.com', { mediaType: 'audio' })).toBe(false);
  expect(handlers.device({ deviceType: 'usb' })).toBe(false);
  const preventDefault = vi.fn();
  session.emit('will-download', { preventDefault });
  expect(preventDefault).toHaveBeenCalled();
});
