import { expect, it } from 'vitest';
import {
  assetOf,
  fileAddressOf,
  isConsolePage,
  isOwnPage,
  mayCall,
  mayUse,
  startPage,
} from './own-page.ts';

it.each([
  undefined,
  null,
  '',
  'about:blank',
  'https://example.com/',
  'file:///etc/passwd',
  'recado-app://evil/index.html',
  'recado-app://console.evil/index.html',
  'recado-app2://console/index.html',
  'javascript:alert(1)',
])('takes %s for no page of ours', (url) => expect(isOwnPage(url)).toBe(false));

it.each([
  'recado-app://console/attachments/a-b',
  'recado-app://console/index.html/attachments/a-b',
  'recado-app://console//index.html',
  'recado-app://console/%69ndex.html',
  'recado-app://evil/index.html',
  undefined,
])('%s is not the console, whatever its origin', (url) => expect(isConsolePage(url)).toBe(false));

it('is the console at its own address, with whatever says which window it is', () => {
  for (const url of [startPage, `${startPage}?window=x`, `${startPage}#x`, 'recado-app://console/'])
    expect(isConsolePage(url)).toBe(true);
});

it('answers only the top frame of its own page in its own window', () => {
  const own = { url: startPage, parent: null };
  expect(mayCall(own, true)).toBe(true);
  expect(mayCall(own, false)).toBe(false);
  expect(mayCall({ ...own, parent: {} }, true)).toBe(false);
  expect(mayCall({ ...own, url: 'https://example.com' }, true)).toBe(false);
  expect(mayCall({ ...own, url: 'recado-app://console/attachments/a-b' }, true)).toBe(false);
  expect(mayCall({ ...own, url: '' }, true)).toBe(false);
  expect(mayCall(null, true)).toBe(false);
  expect(mayCall(undefined, true)).toBe(false);
});

it('finds its files and nothing outside of them', () => {
  expect(assetOf(startPage, '/app/renderer')).toEqual({
    file: '/app/renderer/index.html',
    type: 'text/html; charset=utf-8',
  });
  expect(assetOf('recado-app://console/', '/app/renderer')?.file).toBe('/app/renderer/index.html');
  for (const path of [
    '../secrets.js',
    '%2e%2e/secrets.js',
    '..%2fsecrets.js',
    'a/%2e%2e%2f%2e%2e%2fsecrets.js',
    'index.html%00.js',
    'secrets.json',
    '%E0%A4%A',
  ]) {
    const found = assetOf(`recado-app://console/${path}`, '/app/renderer');
    expect(found === null || found.file.startsWith('/app/renderer/')).toBe(true);
  }
  expect(assetOf('recado-app://evil/index.html', '/app/renderer')).toBeNull();
});

it('knows what is asked for below attachments, and leaves it to the core what an id is', () => {
  const of = (path: string) => fileAddressOf(`recado-app://console/${path}`);
  expect(of('attachments/a-b')).toEqual({ id: 'a-b', download: false });
  expect(of('attachments/a-b?as=download')).toEqual({ id: 'a-b', download: true });
  expect(of('attachments/..%2f..%2fcache.sqlite')?.id).toBe('..%2f..%2fcache.sqlite');
  expect(of('attachments/../index.html')).toBeNull();
  expect(of('assets/attachments/x')).toBeNull();
  expect(of('index.html')).toBeNull();
  expect(fileAddressOf('recado-app://evil/attachments/a-b')).toBeNull();
  expect(fileAddressOf('https://console/attachments/a-b')).toBeNull();
});

it('lets its own page hear, copy and fill the screen, and no page do anything else', () => {
  expect(mayUse('media', startPage, ['audio'])).toBe(true);
  expect(mayUse('clipboard-sanitized-write', startPage, [])).toBe(true);
  expect(mayUse('fullscreen', 'recado-app://console/', [])).toBe(true);
  for (const media of [['video'], ['audio', 'video'], ['unknown'], []]) {
    expect(mayUse('media', startPage, media)).toBe(false);
  }
  for (const permission of ['geolocation', 'clipboard-read', 'notifications', 'display-capture']) {
    expect(mayUse(permission, startPage, ['audio'])).toBe(false);
  }
  expect(mayUse('media', 'https://example.com/', ['audio'])).toBe(false);
  expect(mayUse('media', undefined, ['audio'])).toBe(false);
});
