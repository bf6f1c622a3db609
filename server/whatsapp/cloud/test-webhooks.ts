/** For tests: webhooks as Meta documents them (developers.facebook.com, "webhooks reference"). */
export const own = '15550783881';
export const theirs = '16505551234';
export const wamid = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=';

export const metadata = { display_phone_number: own, phone_number_id: '106540352242922' };
export const contacts = [{ profile: { name: 'Sheena Nelson' }, wa_id: theirs }];

export const change = (value: object, field = 'messages') => ({ value, field });
export const envelope = (...changes: object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '102290129340398', changes }],
});
/** One inbound message of a type. */
export const inbound = (type: string, part: object, more: object = {}, id = wamid) =>
  envelope(
    change({
      messaging_product: 'whatsapp',
      metadata,
      contacts,
      messages: [{ from: theirs, id, timestamp: '1749416383', type, [type]: part, ...more }],
    }),
  );
export const echo = (type: string, part: object, id = wamid) =>
  envelope(
    change(
      {
        messaging_product: 'whatsapp',
        metadata,
        message_echoes: [
          { from: own, to: theirs, id, timestamp: '1739321024', type, [type]: part },
        ],
      },
      'smb_message_echoes',
    ),
  );
export const status = (name: string, more: object = {}, id = 'wamid.OUT1') =>
  envelope(
    change({
      messaging_product: 'whatsapp',
      metadata,
      statuses: [{ id, status: name, timestamp: '1750263773', recipient_id: theirs, ...more }],
    }),
  );
export const wacid = 'wacid.ABGGFjFVU2AfAgo6V-Hc5eCgK5Gh';
/** A contact calls, or what becomes of it. */
export const call = (more: object, beside: object = {}) =>
  envelope(
    change(
      {
        messaging_product: 'whatsapp',
        metadata,
        contacts,
        calls: [
          {
            id: wacid,
            from: theirs,
            to: own,
            timestamp: '1749196895',
            direction: 'USER_INITIATED',
            ...more,
          },
        ],
        ...beside,
      },
      'calls',
    ),
  );
/** Of a call that we dialled; as documented, without contacts. */
export const dialled = (more: object, beside: object = {}) =>
  call(
    { from: own, to: theirs, direction: 'BUSINESS_INITIATED', ...more },
    { contacts: undefined, ...beside },
  );
export const callStatus = (name: string, more: object = {}) =>
  envelope(
    change(
      {
        messaging_product: 'whatsapp',
        metadata,
        statuses: [
          { id: wacid, type: 'call', status: name, timestamp: '1749197000', recipient_id: theirs },
        ].map((one) => ({ ...one, ...more })),
      },
      'calls',
    ),
  );

const media = {
  mime_type: 'image/jpeg',
  sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
  id: '1003383421387256',
};

/** Of each inbound kind: the webhook, and the event that it becomes (without who and when). */
export const inboundKinds: Record<string, [object, object]> = {
  text: [
    inbound('text', { body: 'Does it come in another color?' }),
    { kind: 'text', text: 'Does it come in another color?' },
  ],
  image: [
    inbound('image', { ...media, caption: 'Taj Mahal' }),
    {
      kind: 'image',
      text: 'Taj Mahal',
      attachment: {
        kind: 'image',
        name: null,
        mediaType: 'image/jpeg',
        size: null,
        source: { mediaId: media.id },
      },
    },
  ],
  video: [
    inbound('video', { ...media, mime_type: 'video/mp4' }),
    { kind: 'video', text: null, attachment: { kind: 'video', mediaType: 'video/mp4' } },
  ],
  document: [
    inbound('document', { ...media, mime_type: 'application/pdf', filename: 'invoice.pdf' }),
    {
      kind: 'document',
      attachment: { kind: 'document', name: 'invoice.pdf', mediaType: 'application/pdf' },
    },
  ],
  sticker: [
    inbound('sticker', { ...media, mime_type: 'image/webp', animated: false }),
    { kind: 'sticker', attachment: { kind: 'sticker', mediaType: 'image/webp' } },
  ],
  audio: [
    inbound('audio', { ...media, mime_type: 'audio/mpeg', voice: false }),
    { kind: 'audio', attachment: { kind: 'audio', mediaType: 'audio/mpeg' } },
  ],
  'voice note': [
    inbound('audio', { ...media, mime_type: 'audio/ogg; codecs=opus', voice: true }),
    { kind: 'voice', attachment: { kind: 'voice', mediaType: 'audio/ogg; codecs=opus' } },
  ],
  location: [
    inbound('location', {
      address: '1071 5th Ave, New York, NY 10128',
      latitude: 40.782910059774,
      longitude: -73.959075808525,
      name: 'Solomon R. Guggenheim Museum',
    }),
    {
      kind: 'location',
      text: null,
      content: {
        location: {
          latitude: 40.782910059774,
          longitude: -73.959075808525,
          name: 'Solomon R. Guggenheim Museum',
          address: '1071 5th Ave, New York, NY 10128',
        },
      },
    },
  ],
  contacts: [
    inbound('contacts', [
      {
        name: { first_name: 'Barbara', last_name: 'Johnson', formatted_name: 'Barbara J. Johnson' },
        org: { company: 'Social Tsunami' },
        phones: [{ phone: '+1 (415) 555-0829', wa_id: '14155550829', type: 'MOBILE' }],
        emails: [{ email: 'bjohnson@example.com', type: 'WORK' }],
      },
    ]),
    {
      kind: 'cards',
      content: {
        cards: [
          {
            name: 'Barbara J. Johnson',
            phones: ['+1 (415) 555-0829'],
            emails: ['bjohnson@example.com'],
            organisation: 'Social Tsunami',
          },
        ],
      },
    },
  ],
  button: [
    inbound(
      'button',
      { payload: 'Unsubscribe', text: 'Unsubscribe' },
      { context: { from: own, id: 'wamid.OUT1' } },
    ),
    {
      kind: 'choice',
      text: 'Unsubscribe',
      content: { choice: { id: 'Unsubscribe', title: 'Unsubscribe' } },
      quoted: { whatsappId: 'wamid.OUT1', fromMe: true, text: null },
    },
  ],
  button_reply: [
    inbound('interactive', {
      type: 'button_reply',
      button_reply: { id: 'cancel-button', title: 'Cancel' },
    }),
    {
      kind: 'choice',
      text: 'Cancel',
      content: { choice: { id: 'cancel-button', title: 'Cancel' } },
    },
  ],
  list_reply: [
    inbound('interactive', {
      type: 'list_reply',
      list_reply: {
        id: 'priority_express',
        title: 'Priority Mail Express',
        description: '1-2 Days',
      },
    }),
    {
      kind: 'choice',
      text: 'Priority Mail Express',
      content: {
        choice: { id: 'priority_express', title: 'Priority Mail Express', description: '1-2 Days' },
      },
    },
  ],
  nfm_reply: [
    inbound('interactive', {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"x","seats":"2"}' },
    }),
    {
      kind: 'choice',
      text: 'Sent',
      content: {
        choice: { id: 'flow', title: 'Sent', description: '{"flow_token":"x","seats":"2"}' },
      },
    },
  ],
  call_permission_reply: [
    inbound('interactive', {
      type: 'call_permission_reply',
      call_permission_reply: {
        response: 'accept',
        expiration_timestamp: 1751000000,
        response_source: 'user_action',
      },
    }),
    { kind: 'choice', content: { choice: { id: 'call.accept', title: 'You may call me.' } } },
  ],
  order: [
    inbound('order', {
      catalog_id: '194836987003835',
      text: 'Love these!',
      product_items: [
        { product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'USD' },
      ],
    }),
    { kind: 'text', text: 'Love these!\n2 × di9ozbzfi4 · 30 USD' },
  ],
  unsupported: [
    inbound(
      'unsupported',
      { type: 'poll_update' },
      {
        errors: [
          {
            code: 131051,
            title: 'Message type unknown',
            message: 'Message type unknown',
            error_data: { details: 'Message type is currently not supported.' },
          },
        ],
      },
    ),
    {
      kind: 'unknown',
      text: null,
      raw: { type: 'unsupported', unsupported: { type: 'poll_update' } },
    },
  ],
  'a type of tomorrow': [
    inbound('hologram', { depth: 3 }),
    { kind: 'unknown', text: null, raw: { type: 'hologram', hologram: { depth: 3 } } },
  ],
  'a known type in another form': [
    inbound('location', { latitude: 'north' }),
    { kind: 'unknown', text: null, raw: { location: { latitude: 'north' } } },
  ],
  'another system message': [
    inbound('system', { type: 'customer_identity_changed', body: 'The security code changed.' }),
    { kind: 'unknown', text: 'The security code changed.' },
  ],
  forwarded: [
    inbound('text', { body: 'pass it on' }, { context: { frequently_forwarded: true } }),
    { kind: 'text', text: 'pass it on', forwarded: true },
  ],
  'a reply to their own': [
    inbound('text', { body: 'and this' }, { context: { from: theirs, id: 'wamid.IN0' } }),
    { kind: 'text', quoted: { whatsappId: 'wamid.IN0', fromMe: false, text: null } },
  ],
};
