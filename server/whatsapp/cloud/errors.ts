/** What the Cloud API's error codes mean for a message, in words for an attendant. */
import type { CloudError } from './envelope.ts';

/**
 * `refused`: this message never; `later`: the same message again; `slower`: everything waits a
 * while; `contact`: this contact waits a while; `account`: nothing goes until an admin has acted.
 */
export type Verdict = {
  does: 'refused' | 'later' | 'slower' | 'contact' | 'account';
  reason: string;
  code: number;
};
type Entry = [Verdict['does'], string];

/** Why nothing goes until an admin has acted. */
export const accountReasons = {
  metaToken:
    'The access token is no longer valid. Make a new one for the system user in Meta Business settings and set WHATSAPP_CLOUD_TOKEN.',
  metaRights:
    'The access token may not use this number. Give its system user the number and whatsapp_business_messaging in Meta Business settings.',
  metaNumber: 'Meta does not know this number. Check WHATSAPP_CLOUD_PHONE_ID.',
  metaUnregistered:
    'The number is not registered with the Cloud API. Register it in WhatsApp Manager.',
  metaRestricted:
    'Meta has restricted this WhatsApp account. An admin finds out why in WhatsApp Manager, under account quality.',
  awsRights:
    'AWS does not let this server use the number. Give its role the rights of social-messaging.',
  awsNumber: 'AWS knows no number under this id. Check WHATSAPP_AWS_PHONE_NUMBER_ID.',
};
const { metaToken: newToken, metaRights: noRights, metaRestricted: restricted } = accountReasons;
const tryLater = 'WhatsApp is not available just now.';
const tooFast = 'WhatsApp takes no more messages for the moment.';
const badFile = 'WhatsApp could not take the file: its format or size is not one that it supports.';
const template = 'WhatsApp would not take the template';
const payment = 'There is a problem with the payment method of this WhatsApp account.';
const noSound = 'The call broke off: no sound came through.';

const codes: Record<number, Entry> = {
  0: ['account', newToken],
  1: ['later', tryLater],
  2: ['later', tryLater],
  3: ['account', noRights],
  4: ['slower', tooFast],
  10: ['account', noRights],
  33: ['account', accountReasons.metaNumber],
  100: ['refused', 'WhatsApp did not accept the message as it is'],
  190: ['account', newToken],
  368: ['refused', restricted],
  613: ['later', 'WhatsApp takes no more questions about calls for the moment.'],
  80007: ['slower', tooFast],
  130429: ['slower', tooFast],
  130472: [
    'refused',
    'WhatsApp keeps this contact from marketing messages for a study of its own.',
  ],
  130497: ['refused', 'This business may not write to people in the country of this contact.'],
  131000: ['later', 'WhatsApp could not send it and did not say why.'],
  131005: ['account', noRights],
  131008: ['refused', 'WhatsApp did not accept the message: something is missing in it'],
  131009: ['refused', 'WhatsApp did not accept the message: a value in it is not valid'],
  131016: ['later', tryLater],
  131021: ['refused', 'The contact has the same number as this account.'],
  131026: [
    'refused',
    'It cannot be delivered: the number is not on WhatsApp, or its owner cannot be reached from here.',
  ],
  131030: ['refused', 'The number is not among those that this test account may write to.'],
  131031: ['refused', restricted],
  131037: ['refused', 'The display name of this number has not been approved by Meta yet.'],
  131042: ['refused', payment],
  131044: ['refused', payment],
  131045: ['account', accountReasons.metaUnregistered],
  131047: [
    'refused',
    'More than 24 hours have passed since the contact last wrote: WhatsApp takes only an approved template now.',
  ],
  131048: [
    'refused',
    'WhatsApp limits this number because many people blocked it or reported it as spam.',
  ],
  131049: ['refused', 'WhatsApp held it back: this contact gets too many marketing messages.'],
  131050: ['refused', 'The contact does not want marketing messages from this business.'],
  131051: ['refused', 'WhatsApp does not support this kind of message here.'],
  131052: ['refused', 'WhatsApp could not fetch the file that the contact sent.'],
  131053: ['refused', badFile],
  131056: ['contact', 'Too many messages to this contact in a short time.'],
  131057: ['slower', 'WhatsApp is doing maintenance on this account.'],
  131062: ['refused', 'This kind of message needs the phone number of the contact.'],
  132000: ['refused', `${template}: the number of its values is not right.`],
  132001: ['refused', `${template}: it does not exist in this language, or is not approved.`],
  132005: ['refused', `${template}: with its values it is too long.`],
  132007: ['refused', `${template}: it is against the policies of WhatsApp.`],
  132012: ['refused', `${template}: a value has not the right form.`],
  132015: ['refused', `${template}: it is paused for its low quality.`],
  132016: ['refused', `${template}: it was paused too often and is disabled.`],
  133004: ['later', tryLater],
  133010: ['account', accountReasons.metaUnregistered],
  135000: ['refused', 'WhatsApp did not accept the message as it is'],
  // Of calls. None of them is about messages, so none ends the session.
  131055: ['refused', 'The calls of this number go over SIP: they cannot be answered here.'],
  138000: [
    'refused',
    'Calls are not switched on for this number. An admin does it in WhatsApp Manager, under phone numbers.',
  ],
  138001: [
    'refused',
    'The contact cannot be called: they are not on WhatsApp, or their app does not take such calls.',
  ],
  138002: ['later', 'Too many calls of this number are under way.'],
  138003: ['refused', 'A call with this contact is under way already.'],
  138004: ['later', 'WhatsApp could not connect the call.'],
  138005: ['later', 'WhatsApp takes no more calls of this number for the moment.'],
  138006: ['refused', 'The contact has not allowed calls from this number. Ask for it first.'],
  138007: ['refused', 'The call was not connected in time.'],
  138009: [
    'refused',
    'The contact has been asked already: WhatsApp takes one such question in 24 hours and two in 7 days.',
  ],
  138012: ['refused', 'WhatsApp takes no more calls to this contact today.'],
  138013: ['refused', 'Numbers of this country can be called over WhatsApp, but not call.'],
  138014: ['refused', 'WhatsApp has stopped the calls of this number for a while.'],
  138015: ['refused', 'Calls cannot be switched on yet: WhatsApp wants a higher messaging limit.'],
  138017: ['refused', 'The contact has allowed calls for good already.'],
  138018: [
    'refused',
    'Nothing here hears of calls. An admin subscribes the app to the webhook field "calls" at Meta.',
  ],
  138019: ['refused', 'The call could not be set up.'],
  138020: ['refused', 'The call could not be set up.'],
  138021: ['refused', noSound],
  138022: ['refused', noSound],
  138023: ['refused', noSound],
};

/** With Meta's own details where our words end without a full stop. */
export function verdictOn({ code, title, message, error_data }: CloudError): Verdict {
  const details = error_data?.details || message || title || '';
  const known: Entry | undefined =
    codes[code] ?? (code >= 200 && code < 300 ? codes[10] : undefined);
  if (!known) {
    return { does: 'refused', reason: details || `WhatsApp refused it (${code}).`, code };
  }
  const [does, words] = known;
  const reason = words.endsWith('.') ? words : details ? `${words}: ${details}` : `${words}.`;
  return { does, reason, code };
}
