/** Buttons, lists and templates, and what was chosen of them. */
import type { proto, WAMessageContent } from '@whiskeysockets/baileys';
import type { MessageContent } from '#shared/contract/message.ts';

type Choices = NonNullable<MessageContent['choices']>;
type Option = Choices['options'][number];
export type Offered = { text: string | null; choices: Choices };

const short = (text: string | null | undefined): string => (text ?? '').slice(0, 1_000);
const option = (
  id: string | null | undefined,
  title: string | null | undefined,
  description?: string | null,
): Option => ({
  id: short(id || title),
  title: short(title || id),
  ...(description && { description: short(description) }),
});

function offered(
  text: string | null | undefined,
  header: string | null | undefined,
  footer: string | null | undefined,
  options: Option[],
  form?: Choices['form'],
): Offered {
  return {
    text: text || null,
    choices: {
      ...(header && { header: short(header) }),
      ...(footer && { footer: short(footer) }),
      options: options.filter(({ title }) => title !== '').slice(0, 50),
      ...(form && { form }),
    },
  };
}

function ofInteractive(message: proto.Message.IInteractiveMessage): Offered {
  const { header, body, footer, nativeFlowMessage, carouselMessage } = message;
  const cards = carouselMessage?.cards?.map(ofInteractive) ?? [];
  const options = (nativeFlowMessage?.buttons ?? []).flatMap(({ name, buttonParamsJson }) => {
    const given = parsed(buttonParamsJson);
    const rows = given.sections as { rows?: Record<string, string>[] }[] | undefined;
    if (!Array.isArray(rows)) return [option(text(given.id) || name, text(given.display_text))];
    return rows.flatMap((section) =>
      (section.rows ?? []).map((row) => option(row.id, row.title, row.description)),
    );
  });
  return offered(body?.text, header?.title, footer?.text, [
    ...options,
    ...cards.flatMap(({ choices }) => choices.options),
  ]);
}

function ofTemplate(message: proto.Message.ITemplateMessage): Offered | null {
  const hydrated = message.hydratedTemplate ?? message.hydratedFourRowTemplate;
  if (hydrated) {
    const options = (hydrated.hydratedButtons ?? []).map(
      ({ quickReplyButton, urlButton, callButton }) =>
        option(
          quickReplyButton?.id ?? urlButton?.url ?? callButton?.phoneNumber,
          (quickReplyButton ?? urlButton ?? callButton)?.displayText,
          urlButton?.url ?? callButton?.phoneNumber,
        ),
    );
    const { hydratedContentText, hydratedTitleText, hydratedFooterText } = hydrated;
    return offered(hydratedContentText, hydratedTitleText, hydratedFooterText, options, 'template');
  }
  return message.interactiveMessageTemplate
    ? ofInteractive(message.interactiveMessageTemplate)
    : null;
}

export function choicesOf(content: WAMessageContent): Offered | null {
  const { buttonsMessage, listMessage, templateMessage, interactiveMessage } = content;
  if (buttonsMessage) {
    const { contentText, text: header, footerText, buttons } = buttonsMessage;
    const options = (buttons ?? []).map(({ buttonId, buttonText }) =>
      option(buttonId, buttonText?.displayText),
    );
    return offered(contentText, header, footerText, options, 'buttons');
  }
  if (listMessage) {
    const { title, description, footerText, sections } = listMessage;
    const rows = (sections ?? []).flatMap((section) => section.rows ?? []);
    const options = rows.map((row) => option(row.rowId, row.title, row.description));
    return offered(description, title, footerText, options, 'list');
  }
  if (templateMessage) return ofTemplate(templateMessage);
  return interactiveMessage ? ofInteractive(interactiveMessage) : null;
}

export function choiceOf(content: WAMessageContent): Option | null {
  const { buttonsResponseMessage, listResponseMessage } = content;
  const { templateButtonReplyMessage, interactiveResponseMessage } = content;
  if (buttonsResponseMessage) {
    const { selectedButtonId, selectedDisplayText } = buttonsResponseMessage;
    return option(selectedButtonId, selectedDisplayText);
  }
  if (listResponseMessage) {
    const { title, description, singleSelectReply } = listResponseMessage;
    return option(singleSelectReply?.selectedRowId, title, description);
  }
  if (templateButtonReplyMessage) {
    const { selectedId, selectedDisplayText } = templateButtonReplyMessage;
    return option(selectedId, selectedDisplayText);
  }
  if (interactiveResponseMessage) {
    const { body, nativeFlowResponseMessage: flow } = interactiveResponseMessage;
    return option(text(parsed(flow?.paramsJson).id) || flow?.name, body?.text);
  }
  return null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function parsed(json: string | null | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
