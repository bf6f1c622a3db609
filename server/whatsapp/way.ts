/** The way to WhatsApp: one of them is chosen when the server starts. */
import type { CloudSettings } from './cloud/settings.ts';

/** For a WhatsApp server of somebody else's: accepted with WHATSAPP_TEST=1 only. */
export type Overrides = {
  wsUrl: string | null;
  /** The public key that signs the server's certificates, hex. */
  noiseRoot: string | null;
  /** A PEM file: whom the media host's certificate may be signed by, beside the usual ones. */
  mediaCa: string | null;
};

export type Way = { name: 'simulator'; open: boolean } | { name: 'cloud'; settings: CloudSettings };
