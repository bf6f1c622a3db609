/** The way to WhatsApp: one of them is chosen when the server starts. */
import type { Calling } from '#shared/contract/call.ts';
import type { CloudSettings, SocialSettings, TopicSettings } from './cloud/settings.ts';
import type { TestOverrides } from './linked/test-overrides.ts';

export type Way =
  | { name: 'simulator'; open: boolean }
  | { name: 'linked'; test: TestOverrides | null }
  | { name: 'cloud'; settings: CloudSettings }
  /** The Cloud API over AWS. */
  | { name: 'social'; social: SocialSettings; topic: TopicSettings };

export const hasGroups = ({ name }: Way): boolean => name === 'simulator' || name === 'linked';

const official = {
  editMessage: "WhatsApp's official API cannot edit a message that has gone out.",
  deleteMessage: "WhatsApp's official API cannot delete a message that has gone out.",
};
/** Whether free messages go only for a day after the contact wrote. */
export const takesOnlyTemplatesLater = ({ name }: Way): boolean =>
  name === 'cloud' || name === 'social';

/** Whether it has lists to choose from; what a linked device sends of that kind is not shown. */
export const offersLists = ({ name }: Way): boolean => name !== 'linked';

/** What this way does about calls; AWS passes none on. */
export const callingOn = ({ name }: Way): Calling =>
  name === 'linked' ? 'link' : name === 'social' ? 'none' : 'voice';

/** What cannot be done to a message that has gone out, and why, in words. */
export const cannotOn = ({ name }: Way): Partial<typeof official> =>
  name === 'cloud' || name === 'social' ? official : {};
