import { expect, it } from 'vitest';
import { templateOf } from './templates.ts';
import { started } from './test-driver.ts';
import { answerJson, refusal } from './test-graph.ts';

const body = { type: 'BODY', text: 'Olá {{1}}' };
const template = (components: object[], more: object = {}) => ({
  id: '1',
  name: 'hello',
  language: 'pt_BR',
  status: 'APPROVED',
  category: 'UTILITY',
  components,
  ...more,
});
const health = answerJson({
  health_status: {
    can_send_message: 'AVAILABLE',
    entities: [
      { entity_type: 'PHONE_NUMBER', id: '106540352242922', can_send_message: 'AVAILABLE' },
      { entity_type: 'WABA', id: '102290129340398', can_send_message: 'AVAILABLE' },
    ],
  },
  id: '106540352242922',
});

it('lists all pages of the account that the number belongs to', async () => {
  const { graph, driver } = await started();
  graph.next.push(
    health,
    answerJson({
      data: [template([body]), { status: 'APPROVED' }],
      paging: { cursors: { before: 'x', after: 'page 2' }, next: 'https://graph.facebook.com/…' },
    }),
    answerJson({
      data: [template([body], { name: 'bye' })],
      paging: { cursors: { before: 'y', after: 'end' } },
    }),
  );
  const rest = {
    language: 'pt_BR',
    category: 'UTILITY',
    header: null,
    body: 'Olá {{1}}',
    footer: null,
  };
  expect(await driver.templates?.()).toEqual([
    { name: 'hello', ...rest },
    { name: 'bye', ...rest },
  ]);
  const list =
    '/v23.0/102290129340398/message_templates?fields=name%2Clanguage%2Cstatus%2Ccategory%2Ccomponents&status=APPROVED&limit=100';
  expect(graph.asked.map(({ path }) => path)).toEqual([
    '/v23.0/106540352242922?fields=health_status',
    list,
    `${list}&after=page+2`,
  ]);
});

it('says in words why there is no list', async () => {
  const { graph, driver } = await started();
  graph.next.push(refusal(10, 403));
  await expect(driver.templates?.()).rejects.toThrow(/whatsapp_business_messaging/);
});

it.each(['image', 'video', 'document'])('offers one with a header of the kind %s', (kind) => {
  const header = { type: 'HEADER', format: kind.toUpperCase(), example: { header_handle: ['x'] } };
  expect(templateOf(template([header, body]))).toMatchObject({ header: null, headerKind: kind });
});

it('offers what text alone can fill', () => {
  const header = { type: 'HEADER', format: 'TEXT', text: 'Consulta' };
  const footer = { type: 'FOOTER', text: 'Clínica' };
  const buttons = (...all: object[]) => ({ type: 'BUTTONS', buttons: all });
  const quick = buttons({ type: 'QUICK_REPLY', text: 'Sim' }, { type: 'URL', url: 'https://a.b' });
  expect(templateOf(template([header, body, footer, quick]))).toMatchObject({
    header: 'Consulta',
    body: 'Olá {{1}}',
    footer: 'Clínica',
  });
  const not = [
    template([{ type: 'HEADER', format: 'LOCATION' }, body]),
    template([body, buttons({ type: 'URL', url: 'https://a.b/{{1}}' })]),
    template([body, buttons({ type: 'COPY_CODE' })]),
    template([body, { type: 'CAROUSEL' }]),
    template([header]),
    template([body], { status: 'REJECTED' }),
    template([body], { category: 'AUTHENTICATION' }),
  ];
  expect(not.map(templateOf)).toEqual(not.map(() => null));
});
