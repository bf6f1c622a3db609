import { Users } from 'lucide-react';
import type { Contact } from '#shared/contract/contact.ts';
import { addressOf } from '../attachments/store.ts';
import { nameOf } from '../format/names.ts';
import { useOpening } from '../shell/context.ts';
import { Avatar } from '../ui/avatar.tsx';

type Props = { contact: Contact; size?: 'tiny' | 'small' | 'normal' | 'large' | undefined };

/** A contact's picture, or their initials. One that could not be had is tried again once connected. */
export function Face({ contact, size }: Props) {
  const connected = useOpening((state) => state.opening?.sync.connection !== 'offline');
  const picture = contact.pictureId ? addressOf(contact.pictureId) : undefined;
  return (
    <Avatar
      name={nameOf(contact)}
      id={contact.id}
      size={size}
      sign={contact.group && <Users size="55%" />}
      picture={picture}
      attempt={connected ? 'connected' : 'offline'}
    />
  );
}
