/** What differs from the browser host, in Electron. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, Notification, safeStorage, shell } from 'electron';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { replace } from '#core/home.ts';
import type { Host } from '#core/host.ts';
import type { Log } from '#core/log.ts';
import type { Id } from '#shared/contract/scalars.ts';

const check = Compile(Type.Record(Type.String(), Type.String()));

/**
 * Secrets encrypted by the system's own store. Where it has none (a Linux without a keyring), they
 * stay in memory for this run: one signs in again, rather than a token lying about in the clear.
 */
function openSecrets(folder: string, log: Log): Host['secrets'] {
  const file = join(folder, 'secrets.json');
  const safe = safeStorage.isEncryptionAvailable();
  if (!safe) log.warn({}, 'the system keeps no secrets: the sign-in lasts until the app closes');
  let kept: Record<string, string> = {};
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (check.Check(content)) kept = content;
  } catch {
    // None yet, or none that can be read: one signs in again.
  }
  const save = () => {
    if (safe) replace(file, JSON.stringify(kept));
  };
  return {
    get(name) {
      const value = kept[name];
      if (value === undefined) return null;
      if (!safe) return value;
      try {
        return safeStorage.decryptString(Buffer.from(value, 'base64'));
      } catch {
        return null;
      }
    },
    set(name, value) {
      kept = {
        ...kept,
        [name]: safe ? safeStorage.encryptString(value).toString('base64') : value,
      };
      save();
    },
    delete(name) {
      kept = Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name));
      save();
    },
  };
}

export function electronHost(to: {
  folder: string;
  log: Log;
  clicked: (conversationId: Id) => void;
}): Host {
  return {
    kind: 'electron',
    secrets: openSecrets(to.folder, to.log),
    notify({ title, body, conversationId }) {
      if (!Notification.isSupported()) return;
      const notice = new Notification({ title, body });
      notice.on('click', () => to.clicked(conversationId));
      notice.show();
    },
    badge: (count) => {
      app.setBadgeCount(count);
    },
    openExternal: (url) => {
      shell.openExternal(url).catch((error: Error) => {
        to.log.warn({ err: error }, 'a link could not be opened');
      });
    },
  };
}
