/** A service with somebody who did not write first, as a console asks for it. */
import type { OpenServiceAnswer, OpenServiceRequest } from '#shared/contract/change.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { openService } from './commands.ts';
import type { Desk } from './desk.ts';
import { readChanges } from './rows.ts';

/** @throws Refused invalid, not-found, service-held */
export async function openFor(
  desk: Desk,
  user: SignedInUser,
  request: OpenServiceRequest,
): Promise<OpenServiceAnswer> {
  const { conversationId, contactId, serviceId } = await openService(desk, user, whoIn(request));
  const changes = await readChanges(
    desk.pool,
    [
      { entity: 'contact', id: contactId },
      { entity: 'conversation', id: conversationId },
      { entity: 'service', id: serviceId },
    ],
    user.id,
  );
  return { conversationId, changes };
}

function whoIn(request: OpenServiceRequest): { contactId: string } | { phone: string } {
  if ('contactId' in request) return request;
  const phone = toE164(request.phone);
  if (phone) return { phone };
  throw new Refused('invalid', 'This is not a phone number with its country code.', {
    path: '/phone',
  });
}
