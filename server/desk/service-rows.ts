/** A service as lists show it, with the names of whom it is about. */
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import { type ServiceRow, serviceColumns, toService } from './rows.ts';

export type ListedService = ServiceRow & {
  contactId: Id;
  contactName: string | null;
  contactPhone: string | null;
  attendantName: string | null;
  teamName: string | null;
};

export const listedColumns = `${serviceColumns('s')}, contact.id "contactId",
    coalesce(contact.name, contact.whatsapp_name) "contactName", contact.phone "contactPhone",
    u.name "attendantName", team.name "teamName"`;

/** After `services s`. */
export const listedJoins = `join conversations c on c.id = s.conversation_id
  join contacts contact on contact.id = c.contact_id
  left join users u on u.id = s.attendant_id
  left join teams team on team.id = s.team_id`;

export const named = (
  id: string | null,
  name: string | null,
): { id: Id; name: string } | undefined => (id === null ? undefined : { id, name: name ?? '' });

export function toItem(row: ListedService): ServiceItem {
  const service = toService(row);
  return {
    id: service.id,
    state: service.state,
    contact: {
      id: row.contactId,
      name: row.contactName ?? undefined,
      phone: row.contactPhone ?? undefined,
    },
    attendant: named(service.attendantId, row.attendantName),
    team: named(service.teamId ?? null, row.teamName),
    createdAt: service.createdAt,
    startedAt: service.startedAt ?? undefined,
    finishedAt: service.finishedAt ?? undefined,
    finishReason: service.finishReason ?? undefined,
    evaluation: service.evaluation ?? undefined,
  };
}
