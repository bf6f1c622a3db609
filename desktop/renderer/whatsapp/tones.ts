import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { DotTone } from '../ui/status-dot.tsx';

/** How the number's session is, at a glance. */
export const sessionTones = {
  open: 'good',
  starting: 'warm',
  pairing: 'warm',
  reconnecting: 'warm',
  failed: 'hot',
  stopped: 'off',
} as const satisfies Record<WhatsappSession['state'], DotTone>;
