/** What happened at the clinic, as the audit tells it. */
import type { AuditAction, AuditEntry } from '#shared/contract/audit.ts';
import type { OfficeAnswer, OfficeAsked } from '#shared/contract/office.ts';
import { me, minutesAgo, team, uuid } from './world.ts';

const [, ana, bia] = team;
let nth = 0;
const entry = (
  minutes: number,
  action: AuditAction,
  more: Partial<AuditEntry> = {},
): AuditEntry => {
  nth += 1;
  return {
    ...{ id: uuid(9, nth), at: minutesAgo(minutes), action, subject: null, changes: {} },
    actor: { id: me.id, name: me.name },
    ...{ address: '192.168.15.21', device: 'Recado 0.1.0 · Recepção 2 · Windows', ...more },
  };
};
const about = (kind: string, name: string | null, n = 1) => ({
  subject: { kind, id: uuid(8, n), name },
});
const nobody = { actor: null, device: null };

const all = (): AuditEntry[] => {
  nth = 0;
  return [
    entry(2, 'user.deactivated', {
      ...about('user', ana?.name ?? 'Ana'),
      changes: { active: { from: true, to: false } },
    }),
    entry(9, 'settings.changed', {
      subject: { kind: 'settings', id: null, name: null },
      changes: {
        'routing.awayMinutes': { from: 5, to: 15 },
        'routing.returnMinutes': { from: null, to: 30 },
        'evaluation.asked': { from: true, to: false },
      },
    }),
    entry(25, 'contact.erased', { subject: { kind: 'contact', id: uuid(7, 1), name: null } }),
    entry(31, 'contact.exported', { subject: { kind: 'contact', id: uuid(7, 1), name: null } }),
    entry(44, 'sign-in.stopped', { ...nobody, address: '203.0.113.77' }),
    entry(45, 'sign-in.failed', {
      ...{ ...nobody, address: '203.0.113.77' },
      ...about('user', bia?.name ?? 'Bia', 2),
    }),
    entry(60, 'team.changed', {
      ...about(
        'team',
        'Exames e receitas com um nome bastante comprido que não cabe numa linha',
        3,
      ),
      changes: {
        memberIds: { from: [ana?.id], to: [ana?.id, bia?.id] },
        routing: { from: 'manual', to: 'leastBusy' },
      },
    }),
    entry(75, 'canned-reply.changed', {
      subject: { kind: 'canned-reply', id: uuid(6, 1), name: null },
      changes: { shortcut: { from: 'bomdia', to: 'bom-dia' }, text: {} },
    }),
    entry(80, 'code.handed', about('user', bia?.name ?? 'Bia', 2)),
    entry(90, 'password.changed', about('user', me.name, 4)),
    entry(130, 'whatsapp.unlinked'),
    entry(135, 'sign-in.done'),
  ];
};

export function auditAnswer(scene: string) {
  return ({ query = {} }: OfficeAsked<'GET /audit'>): OfficeAnswer<'GET /audit'> => ({
    items:
      scene === 'office-empty'
        ? []
        : all().filter(({ action }) => action.startsWith(query.kind ?? '')),
    nextCursor: query.kind || scene === 'office-empty' ? null : 'more',
  });
}
