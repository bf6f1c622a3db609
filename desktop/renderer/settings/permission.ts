import { useEffect, useState } from 'react';

export type Permission = 'granted' | 'denied' | 'default' | 'none';

/** Whether a page in an ordinary browser may notify; the installed app asks nobody. */
const now = (): Permission =>
  typeof Notification === 'undefined' ? 'none' : Notification.permission;

export function usePermission(inBrowser: boolean): [Permission, () => void] {
  const [permission, set] = useState<Permission>(() => (inBrowser ? now() : 'granted'));
  useEffect(() => {
    if (!inBrowser) return;
    const look = () => set(now());
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [inBrowser]);
  return [permission, () => void Notification.requestPermission().then(() => set(now()))];
}
