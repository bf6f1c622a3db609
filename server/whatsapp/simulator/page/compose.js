// What the contact sends: words, files, voice, and the kinds that ask for a few fields first.
import { ask, askFor, byId, duration, make, say, size } from './dom.js';
import { icon } from './icons.js';
import { record } from './voice.js';

const kindsOf = {
  image: ['image', 'document', 'sticker'],
  video: ['video', 'document'],
  audio: ['audio', 'voice', 'document'],
};

/** The side of a picture or film, and a small look at it. */
async function lookOf(file, url) {
  if (file.type.startsWith('image/')) {
    const image = new Image();
    image.src = url;
    await image.decode();
    return small(image, image.naturalWidth, image.naturalHeight);
  }
  if (!/^(audio|video)\//.test(file.type)) return {};
  const player = document.createElement(file.type.startsWith('video/') ? 'video' : 'audio');
  player.preload = 'auto';
  player.src = url;
  await new Promise((resolve, reject) => {
    player.onloadeddata = resolve;
    player.onerror = reject;
  });
  const seconds = Number.isFinite(player.duration) ? { seconds: player.duration } : {};
  if (!player.videoWidth) return seconds;
  return { ...seconds, ...small(player, player.videoWidth, player.videoHeight) };
}

function small(source, width, height) {
  const canvas = document.createElement('canvas');
  const by = Math.min(1, 96 / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * by));
  canvas.height = Math.max(1, Math.round(height * by));
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  const thumbnail = canvas.toDataURL('image/jpeg', 0.6).split(',')[1] ?? '';
  return { width, height, ...(thumbnail.length <= 24_000 && { thumbnail }) };
}

/** @param to where messages of the phone in front go; null: none is in front */
export function composer(to, replied, sent) {
  let chosen = null;
  const text = byId('text');
  const forwarded = () => byId('forwarded').checked;
  const fromMe = () => byId('from-me').checked;

  let typed = { path: null, at: 0 };
  /** The console is told that this phone types, so often; and that it has ended. */
  function types(is) {
    const path = to();
    if (!path?.includes('/contacts/') || fromMe()) return;
    const now = Date.now();
    if (is && typed.path === path && now - typed.at < 3_000) return;
    if (!is && typed.path === null) return;
    typed = is ? { path, at: now } : { path: null, at: 0 };
    void ask(path.replace(/messages$/, 'typing'), 'PUT', { typing: is });
  }

  async function post(fields, file = null) {
    const path = to();
    if (!path) return false;
    const quotes = replied();
    const all = {
      ...fields,
      ...(quotes && { quotes }),
      ...(forwarded() && { forwarded: true }),
      ...(fromMe() && { fromMe: true }),
    };
    let body = all;
    if (file) {
      body = new FormData();
      for (const [key, value] of Object.entries(all)) {
        body.append(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
      }
      body.append('file', file, file.name);
    }
    types(false);
    const answer = await ask(path, 'POST', body);
    if (answer) {
      byId('forwarded').checked = false;
      sent();
    }
    return answer !== null;
  }

  function choose(file) {
    drop();
    const url = URL.createObjectURL(file);
    const kinds = kindsOf[file.type.split('/')[0]] ?? ['document'];
    chosen = { file, url, look: lookOf(file, url).catch(() => ({})) };
    const picture = make('img');
    picture.src = url;
    byId('tray-look').replaceChildren(kinds[0] === 'image' ? picture : icon('file'));
    byId('tray-name').textContent = file.name;
    byId('tray-size').textContent = size(file.size);
    byId('tray-kind').replaceChildren(
      ...kinds.map((kind) =>
        Object.assign(make('option', '', say(`kind-${kind}`)), { value: kind }),
      ),
    );
    byId('tray').hidden = false;
    text.focus();
  }
  function drop() {
    if (chosen) URL.revokeObjectURL(chosen.url);
    chosen = null;
    byId('tray').hidden = true;
    byId('tray-once').checked = false;
  }

  async function send() {
    const words = text.value;
    const hasWords = words.trim() !== '';
    if (!to() || (!chosen && !hasWords)) return;
    text.value = '';
    grow();
    let went = false;
    if (chosen) {
      const kind = byId('tray-kind').value;
      const captioned = ['image', 'video', 'document'].includes(kind);
      const once = byId('tray-once').checked;
      went = await post(
        {
          kind,
          look: await chosen.look,
          ...(hasWords && captioned && { text: words }),
          ...(once && { viewOnce: true }),
        },
        chosen.file,
      );
      if (went) {
        drop();
        if (hasWords && !captioned) await post({ text: words });
      }
    } else went = await post({ text: words });
    if (!went) text.value = words;
    grow();
  }
  function grow() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
  }

  const lines = (words) =>
    words
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const dialogs = {
    file: () => byId('file').click(),
    async location() {
      const given = await askFor('location', [
        {
          name: 'latitude',
          label: 'latitude',
          type: 'number',
          step: 'any',
          min: -90,
          max: 90,
          value: '-23.55052',
          required: true,
        },
        {
          name: 'longitude',
          label: 'longitude',
          type: 'number',
          step: 'any',
          min: -180,
          max: 180,
          value: '-46.63331',
          required: true,
        },
        { name: 'name', label: 'placeName', maxLength: 1000 },
        { name: 'address', label: 'address', maxLength: 1000 },
      ]);
      if (!given) return;
      const { name, address } = given;
      await post({
        location: {
          ...{ latitude: Number(given.latitude), longitude: Number(given.longitude) },
          ...(name && { name }),
          ...(address && { address }),
        },
      });
    },
    async cards() {
      const given = await askFor('card', [
        { name: 'name', label: 'name', required: true, maxLength: 1000 },
        { name: 'phone', label: 'number', type: 'tel', required: true, maxLength: 100 },
        { name: 'email', label: 'email', type: 'email', maxLength: 100 },
        { name: 'organisation', label: 'organisation', maxLength: 1000 },
      ]);
      if (!given) return;
      const { name, phone, email, organisation } = given;
      const card = { name, phones: [phone], ...(email && { emails: [email] }) };
      await post({ cards: [{ ...card, ...(organisation && { organisation }) }] });
    },
    async poll() {
      const given = await askFor('poll', [
        { name: 'text', label: 'question', required: true },
        { name: 'options', label: 'options', type: 'lines', hint: 'onePerLine', required: true },
        { name: 'several', label: 'several', type: 'checkbox' },
      ]);
      if (!given) return;
      const poll = { options: lines(given.options), several: given.several };
      await post({ text: given.text, poll });
    },
    async choices() {
      const given = await askFor('choices', [
        { name: 'text', label: 'question', required: true },
        { name: 'options', label: 'options', type: 'lines', hint: 'onePerLine', required: true },
      ]);
      if (!given) return;
      const options = lines(given.options).map((title, n) => ({ id: `option-${n + 1}`, title }));
      // Buttons come from a business: here, from the phone of the number.
      await post({ text: given.text, choices: { options }, fromMe: true });
    },
    unknown: () => post({ unknown: { simulated: 'a kind that nobody knows' } }),
  };

  const recording = record({
    state(now) {
      byId('recording').hidden = now === null;
      byId('write').hidden = now !== null;
      if (now !== null) byId('recorded').textContent = duration(now);
    },
    refused() {
      byId('trouble').hidden = false;
      byId('trouble').textContent = say('noMicrophone');
    },
    done: ({ file, look }) => post({ kind: 'voice', look }, file),
  });

  byId('write').onsubmit = (event) => {
    event.preventDefault();
    void send();
  };
  text.oninput = () => {
    grow();
    types(text.value !== '');
  };
  text.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };
  text.onpaste = (event) => {
    const file = event.clipboardData.files[0];
    if (!file) return;
    event.preventDefault();
    choose(file);
  };
  byId('file').onchange = () => {
    const file = byId('file').files[0];
    if (file) choose(file);
    byId('file').value = '';
  };
  byId('tray-drop').onclick = drop;
  byId('record').onclick = recording.start;
  byId('record-cancel').onclick = recording.discard;
  byId('record-send').onclick = recording.send;
  byId('kinds').onclick = (event) => {
    const kind = event.target.closest('[data-send]')?.dataset.send;
    if (!kind) return;
    byId('kinds').hidePopover();
    void dialogs[kind]();
  };
  const over = (event) => {
    if (!to() || !event.dataTransfer?.types.includes('Files')) return false;
    event.preventDefault();
    return true;
  };
  addEventListener('dragover', (event) => {
    byId('drop-here').hidden = !over(event);
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) byId('drop-here').hidden = true;
  });
  addEventListener('drop', (event) => {
    byId('drop-here').hidden = true;
    if (over(event) && event.dataTransfer.files[0]) choose(event.dataTransfer.files[0]);
  });
  return {
    post,
    clear() {
      drop();
      recording.discard();
    },
  };
}
