/** Speaking to somebody else's WhatsApp server: for tests, with the flag WHATSAPP_TEST=1, only. */
import { readFileSync } from 'node:fs';

export type TestOverrides = {
  wsUrl: string | null;
  /** The public key that signs the server's certificates, 32 bytes. */
  noiseRoot: Buffer | null;
  /** PEM: whom the media host's certificate may be signed by, beside the usual ones. */
  mediaCa: string | null;
};

/** One line that names the variable. */
export class BadOverride extends Error {
  readonly variable: string;
  constructor(variable: string, fault: string) {
    super(fault);
    this.variable = variable;
  }
}

const variables = ['WHATSAPP_WS_URL', 'WHATSAPP_NOISE_ROOT', 'WHATSAPP_MEDIA_CA'] as const;

/** Null without the flag. @throws BadOverride for one that is set without it, or is none */
export function readTestOverrides(env: NodeJS.ProcessEnv): TestOverrides | null {
  const set = variables.find((name) => env[name]);
  if (env.WHATSAPP_TEST !== '1') {
    if (set) throw new BadOverride(set, 'is for tests only, together with WHATSAPP_TEST=1');
    return null;
  }
  const { WHATSAPP_WS_URL: wsUrl, WHATSAPP_NOISE_ROOT: root, WHATSAPP_MEDIA_CA: ca } = env;
  if (wsUrl && !/^wss?:\/\/./.test(wsUrl)) {
    throw new BadOverride('WHATSAPP_WS_URL', 'must be a ws: or wss: address');
  }
  if (root && !/^[0-9a-fA-F]{64}$/.test(root)) {
    throw new BadOverride('WHATSAPP_NOISE_ROOT', 'must be a public key of 64 hex digits');
  }
  return {
    wsUrl: wsUrl || null,
    noiseRoot: root ? Buffer.from(root, 'hex') : null,
    mediaCa: ca ? pemIn(ca) : null,
  };
}

function pemIn(file: string): string {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new BadOverride('WHATSAPP_MEDIA_CA', 'must be a file that can be read');
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new BadOverride('WHATSAPP_MEDIA_CA', 'must be a PEM file with a certificate');
  }
  return text;
}
