import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import type { TestOverrides } from './test-overrides.ts';

/** For the whole process: the library has no setting for either. @returns the way back */
export function applyTestOverrides({ noiseRoot, mediaCa }: TestOverrides): () => void {
  const root = WA_CERT_DETAILS.PUBLIC_KEY;
  const trusted = getCACertificates('default');
  if (noiseRoot) WA_CERT_DETAILS.PUBLIC_KEY = noiseRoot as typeof root;
  if (mediaCa) setDefaultCACertificates([...trusted, mediaCa]);
  return () => {
    WA_CERT_DETAILS.PUBLIC_KEY = root;
    if (mediaCa) setDefaultCACertificates(trusted);
  };
}
