import type { WhatsappSession } from '#shared/contract/whatsapp.ts';

const since = new Date(Date.now() - 12 * 60_000).toISOString();

/** The session of a scene: open unless its name says otherwise. */
export function sessionOf(scene: string): WhatsappSession {
  const linked = { driver: 'linked', since } as const;
  switch (scene) {
    case 'session-qr':
      return {
        ...linked,
        state: 'pairing',
        qr: `2@${'Zk3vQ9x+'.repeat(14)},${'h7Jp/2Lw'.repeat(5)}=,${'mD0aXe4R'.repeat(5)}=,tY8=`,
      };
    case 'session-code':
      return { ...linked, state: 'pairing', pairingCode: 'K7QW2MXP' };
    case 'session-failed':
      return {
        ...linked,
        state: 'failed',
        phone: '+5511988776655',
        reason: 'WhatsApp refuses this number.',
        reasonCode: 'forbidden',
      };
    case 'session-stopped':
      return { ...linked, state: 'stopped' };
    default:
      return { ...linked, state: 'open', phone: '+5511988776655', name: 'Clínica Aurora' };
  }
}
