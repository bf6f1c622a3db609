import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

/** What the contact has, and what their service has. */
export const tagsOf = ({ contact, service }: ConversationSummary): Id[] => [
  ...new Set([...(contact.tags ?? []), ...(service?.tags ?? [])]),
];
