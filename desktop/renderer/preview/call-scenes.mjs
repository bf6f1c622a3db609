// Calls: those that ring, the one that is spoken, and what can be done about them.

import { narrow, open, wide } from './hands.mjs';

const ring =
  (...calls) =>
  (page) =>
    page.evaluate(async (all) => {
      const p = window.preview;
      for (const [n, part] of all) await p.phone.ring(p.ids[n], part);
    }, calls);
const answer = async (page) => {
  await page
    .getByRole('button', { name: /^(Atender|Answer)/ })
    .first()
    .click();
  await page.getByText(/^(Em chamada|In call)$/).waitFor();
};
const dial = async (page) => {
  await page
    .locator('#conversation')
    .getByRole('button', { name: /^(Ligar para|Call )/ })
    .click();
};
const steps =
  (...all) =>
  async (page) => {
    for (const one of all) await one(page);
  };
const forMe = { userId: '01900001-0000-7000-8000-000000000001', state: 'talking' };

export const callScenes = [
  ...[wide, narrow].flatMap((size) => {
    const named = (name) => (size === wide ? name : `${name}-narrow`);
    return [
      [named('call-ringing'), 'calls', size, ring([2])],
      [named('call-phone-only'), 'calls', size, ring([1, { sdp: null }])],
      [named('call-several'), 'calls', size, ring([1], [10], [16, { sdp: null }])],
      [named('call-talking'), 'calls', size, steps(ring([10]), answer)],
      [
        named('call-talking-ringing'),
        'calls',
        size,
        steps(ring([0]), answer, ring([4, { video: true }])),
      ],
      [named('call-permission'), 'calls-permission', size, dial],
      [named('call-header'), 'calls', size],
      [named('call-link'), 'desk', size, open(/link de chamada|call link/)],
      [named('call-elsewhere'), 'calls', size, ring([3, forMe])],
    ];
  }),
  ['call-replace', 'calls', wide, steps(ring([0]), answer, ring([10]), open(/^(Atender|Answer)/))],
  [
    'call-dialled',
    'calls',
    wide,
    steps((page) => page.evaluate(() => window.preview.phone.letRing()), dial),
  ],
  [
    'call-spoken-out',
    'calls',
    narrow,
    steps(dial, (page) => page.getByText(/^(Em chamada|In call)$/).waitFor()),
  ],
  ['call-muted', 'calls', wide, steps(ring([0]), answer, (page) => page.keyboard.press('Alt+u'))],
  [
    'call-cut',
    'calls',
    wide,
    steps(ring([0]), answer, (page) =>
      page.evaluate(() =>
        window.preview.emit('sync', {
          ...{ connection: 'offline', waiting: 0, behind: 0, whatsapp: null },
          ...{ whatsappDriver: 'simulator', calling: 'voice', updateTo: null },
        }),
      ),
    ),
  ],
  ['call-ended', 'calls', wide, steps(ring([0]), answer, open(/^(Desligar|Hang up)/))],
  [
    'call-refused',
    'calls',
    wide,
    steps(
      (page) =>
        page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () =>
            Promise.reject(new DOMException('no', 'NotAllowedError'));
        }),
      ring([0]),
      open(/^(Atender|Answer)/),
    ),
  ],
  ['call-none', 'calls-none', narrow],
  ['call-log', 'calls-log', { width: 1280, height: 1000 }],
  ['call-log-narrow', 'calls-log', narrow],
];
