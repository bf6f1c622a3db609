import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { HostStatus, Notice } from '#core/host.ts';
import { abilitiesOf } from './abilities.ts';
import { autostartEntry, autostartFile, startAtLogin } from './login-item.ts';
import { noticeOptions } from './notice-options.ts';
import { badgePicture, countText, trayPicture } from './pictures.ts';
import { trayItems, trayTip } from './tray-menu.ts';
import { notesOf } from './update-notes.ts';
import { zoomAfter } from './zoom.ts';

const status: HostStatus = {
  ...{ language: 'en', signedIn: true, admin: false, connection: 'online', whatsapp: 'open' },
  ...{ unread: 3, pausedUntil: null },
};
const now = new Date(2026, 10, 18, 14, 0);
const labels = (of: HostStatus) =>
  trayItems(of, now).flatMap((item) => ('label' in item ? [item.label] : []));

it('says in the tray what is wrong nearest to this person first', () => {
  expect(labels(status).slice(0, 2)).toEqual(['Connected', '3 unread conversations']);
  expect(labels({ ...status, whatsapp: 'stopped' })[0]).toBe('WhatsApp disconnected');
  expect(labels({ ...status, whatsapp: 'stopped', connection: 'offline' })[0]).toBe(
    'No connection',
  );
  expect(labels({ ...status, signedIn: false, connection: 'offline' }).slice(0, 2)).toEqual([
    'Nobody is signed in',
    'Open Recado',
  ]);
  expect(labels({ ...status, language: 'pt-BR', unread: 1 })[1]).toBe('1 conversa por ler');
  expect(trayTip(status)).toBe('Recado · Connected · 3 unread conversations');
  expect(trayTip({ ...status, unread: 0 })).toBe('Recado · Connected');
});

it('offers the office to admins alone', () => {
  const office = { label: 'Office', pick: { office: true } };
  expect(trayItems(status, now)).not.toContainEqual(office);
  expect(trayItems({ ...status, admin: true }, now)).toContainEqual(office);
});

it('offers a pause, and its end while there is one', () => {
  const pause = trayItems(status, now).find((item) => 'items' in item);
  expect(pause).toMatchObject({
    items: [{ pick: { pause: 'hour' } }, { pick: { pause: 'tomorrow' } }],
  });
  const until = new Date(2026, 10, 19, 8, 0).toISOString();
  const paused = trayItems({ ...status, pausedUntil: until }, now);
  expect(paused.some((item) => 'items' in item)).toBe(false);
  expect(paused).toContainEqual({
    label: 'Resume notifications (paused until Thu 08:00 AM)',
    pick: { pause: 'none' },
  });
  expect(paused.at(-1)).toEqual({ label: 'Quit Recado', pick: { quit: true } });
});

it('draws a count that fits, and an icon that tells', () => {
  expect([1, 99, 100, 4_000].map(countText)).toEqual(['1', '99', '99+', '99+']);
  const looks = [1, 8, 42, 100].map((count) => badgePicture(count));
  for (const { width, height, bytes } of looks) expect(bytes).toHaveLength(width * height * 4);
  expect(new Set(looks.map(({ bytes }) => bytes.toString('hex'))).size).toBe(4);
  const plain = { unread: false, offline: false, template: false };
  const icons = [plain, { ...plain, unread: true }, { ...plain, offline: true }].map(
    (look) => trayPicture(look, 32).bytes,
  );
  expect(new Set(icons.map((bytes) => bytes.toString('hex'))).size).toBe(3);
  // Premultiplied: no colour is brighter than its point is covered.
  for (const bytes of [...icons, ...looks.map((look) => look.bytes)]) {
    for (let at = 0; at < bytes.length; at += 4) {
      const alpha = bytes[at + 3] ?? 0;
      expect(Math.max(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)).toBeLessThanOrEqual(
        alpha,
      );
    }
  }
  // A template has a shape alone.
  const template = trayPicture({ ...plain, unread: true, template: true }, 16).bytes;
  expect(template.some((value, at) => at % 4 !== 3 && value > 0)).toBe(false);
});

it('steps its zoom as browsers do, from wherever it is', () => {
  expect(zoomAfter(100, 'in')).toBe(110);
  expect(zoomAfter(100, 'out')).toBe(90);
  expect(zoomAfter(103, 'in')).toBe(110);
  expect(zoomAfter(103, 'out')).toBe(100);
  expect(zoomAfter(300, 'in')).toBe(300);
  expect(zoomAfter(50, 'out')).toBe(50);
  expect(zoomAfter(175, 'reset')).toBe(100);
});

const notice: Notice = {
  ...{ conversationId: 'x', title: 'Ana', body: 'oi', count: 1, replyable: true, stays: true },
};

it('asks of each system what it can do', () => {
  expect(noticeOptions(notice, 'darwin', 'Reply')).toEqual({
    ...{ title: 'Ana', body: 'oi', silent: true },
    ...{ hasReply: true, replyPlaceholder: 'Reply' },
  });
  expect(noticeOptions(notice, 'win32', 'Reply')).toEqual({
    ...{ title: 'Ana', body: 'oi', silent: true, timeoutType: 'never' },
  });
  expect(noticeOptions({ ...notice, replyable: false }, 'darwin', 'Reply')).not.toHaveProperty(
    'hasReply',
  );
});

it('offers only what this installation can do', () => {
  const at = { platform: 'win32', packaged: true, notifications: true, replaceable: false };
  expect(abilitiesOf(at)).toEqual([
    'notifications',
    'stays',
    'tray',
    'login',
    'zoom',
    'windows',
    'updates',
  ]);
  expect(abilitiesOf({ ...at, platform: 'linux' })).not.toContain('updates');
  expect(abilitiesOf({ ...at, platform: 'linux', replaceable: true })).toContain('updates');
  expect(abilitiesOf({ ...at, platform: 'darwin' })).not.toContain('stays');
  expect(abilitiesOf({ ...at, packaged: false, notifications: false })).toEqual([
    'tray',
    'zoom',
    'windows',
  ]);
});

it('starts at login out of sight, and no more once that is not wanted', () => {
  const asked: object[] = [];
  const items = { setLoginItemSettings: (settings: object) => void asked.push(settings) };
  const config = mkdtempSync(join(tmpdir(), 'recado-config-'));
  onTestFinished(() => rmSync(config, { recursive: true, force: true }));
  const on = { platform: 'win32', executable: '/opt/re cado/recado', config };
  startAtLogin(true, items, on);
  startAtLogin(false, items, { ...on, platform: 'darwin' });
  expect(asked).toEqual([
    { openAtLogin: true, args: ['--hidden'] },
    { openAtLogin: false, args: ['--hidden'] },
  ]);
  const linux = { ...on, platform: 'linux' };
  startAtLogin(true, items, linux);
  expect(readFileSync(autostartFile(config), 'utf8')).toContain(
    'Exec="/opt/re cado/recado" --hidden\n',
  );
  expect(autostartEntry('/a/100%/$x"y')).toContain('Exec="/a/100%%/\\\\$x\\\\"y" --hidden');
  startAtLogin(false, items, linux);
  startAtLogin(false, items, linux);
  expect(existsSync(autostartFile(config))).toBe(false);
  expect(asked).toHaveLength(2);
});

it('reads notes as text, whoever wrote them', () => {
  expect(notesOf('<p>Better</p><script>alert(1)</script>')).toBe('Better\nalert(1)');
  expect(notesOf([{ version: '2.0.0', note: 'New' }, { note: null }, null])).toBe('2.0.0\nNew');
  expect(notesOf(undefined)).toBe('');
  expect(notesOf('x'.repeat(9_000))).toHaveLength(4_000);
  expect(notesOf('a &lt;b&gt; &amp; c')).toBe('a <b> & c');
});
