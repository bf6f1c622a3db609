/** The approved templates over AWS: a list of names, and each one's definition as Meta writes it. */
import {
  GetLinkedWhatsAppBusinessAccountPhoneNumberCommand,
  GetWhatsAppMessageTemplateCommand,
  ListWhatsAppMessageTemplatesCommand,
  type SocialMessagingClient,
  type TemplateSummary,
} from '@aws-sdk/client-socialmessaging';
import type { Template } from '#shared/contract/template.ts';
import { templateOf } from './templates.ts';

const mostPages = 20;
/** Definitions that are asked for at once; AWS takes only so many a second. */
const atOnce = 4;

export async function approvedOverAws(
  social: SocialMessagingClient,
  phoneNumberId: string,
): Promise<Template[]> {
  const number = await social.send(
    new GetLinkedWhatsAppBusinessAccountPhoneNumberCommand({ id: phoneNumberId }),
  );
  const id = number.linkedWhatsAppBusinessAccountId;
  if (!id) throw new Error('AWS does not say which account this number belongs to.');
  const listed: TemplateSummary[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await social.send(new ListWhatsAppMessageTemplatesCommand({ id, nextToken }));
    listed.push(...(page.templates ?? []));
    nextToken = page.nextToken;
    if (!nextToken) break;
  }
  const left = listed.filter(({ templateStatus }) => templateStatus === 'APPROVED').entries();
  const templates: (Template | null)[] = [];
  const oneAfterTheOther = async () => {
    for (const [n, summary] of left) templates[n] = await definitionOf(social, id, summary);
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
  return templates.filter((template) => template !== null);
}

/** Null: not one that can be filled here, or in another form than Meta documents. */
async function definitionOf(
  social: SocialMessagingClient,
  id: string,
  { metaTemplateId, templateName, templateLanguage, templateCategory }: TemplateSummary,
): Promise<Template | null> {
  const { template } = await social.send(
    new GetWhatsAppMessageTemplateCommand({ id, metaTemplateId }),
  );
  try {
    const definition: object = JSON.parse(template ?? '');
    const known = { name: templateName, language: templateLanguage, category: templateCategory };
    return templateOf({ ...definition, ...known, status: 'APPROVED' });
  } catch {
    return null;
  }
}
