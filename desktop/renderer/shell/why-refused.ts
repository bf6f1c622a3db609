import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { ConsoleRefusal, ConsoleRefusalCode } from '#shared/contract/refusal.ts';

const reasons = {
  'service-waiting': 'waiting',
  'service-finished': 'finished',
  'attendant-unavailable': 'unavailable',
  'team-unavailable': 'teamUnavailable',
  'team-taken': 'teamTaken',
  'shortcut-taken': 'shortcutTaken',
  'email-taken': 'emailTaken',
  'last-admin': 'lastAdmin',
  'wrong-credentials': 'wrongPassword',
  'window-closed': 'windowClosed',
  'groups-ignored': 'groupsIgnored',
  'server-unreachable': 'unreachable',
  'whatsapp-closed': 'whatsappClosed',
  unsupported: 'unsupported',
  'call-taken': 'callTaken',
  'call-over': 'callOver',
  forbidden: 'forbidden',
  'not-found': 'notFound',
  'too-large': 'tooLarge',
  'too-many': 'tooMany',
  unauthenticated: 'unauthenticated',
  'app-too-old': 'tooOld',
  'app-trouble': 'app',
} as const satisfies Partial<Record<ConsoleRefusalCode, string>>;
const known = (code: ConsoleRefusalCode): code is keyof typeof reasons => code in reasons;

/** Why something was refused, in words. */
export function useWhy(): (refusal: Pick<ConsoleRefusal, 'code' | 'holder'>) => string {
  const t = useTranslations('refused');
  return useCallback(
    ({ code, holder }) => {
      if (code !== 'service-held') return t(known(code) ? reasons[code] : 'generic');
      return holder?.name ? t('held', { holder: holder.name }) : t('heldSomeone');
    },
    [t],
  );
}
