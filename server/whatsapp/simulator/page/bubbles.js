// A message as the phone shows it.
import { byId, duration, iconButton, inLanguage, make, say, size, time } from './dom.js';
import { icon, wave } from './icons.js';

function text(words, className = '') {
  const element = make('p', className, words);
  element.dir = 'auto';
  return element;
}

/** What stands for a message where there is no room for it. */
export function inShort({ kind, text: words, deletedAt }) {
  if (deletedAt) return say('deleted');
  if (kind === 'text' || kind === 'choice') return words ?? '';
  return words ? `${say(`kind-${kind}`)} · ${words}` : say(`kind-${kind}`);
}

function voice({ url, seconds = 0, waveform = [] }, played) {
  const audio = make('audio');
  audio.src = url;
  audio.preload = 'metadata';
  const bars = wave(waveform.length > 0 ? waveform : Array.from({ length: 64 }, () => 20));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : seconds);
  const left = make('span', 'soft', duration(seconds));
  const draw = () => {
    const share = length() > 0 ? audio.currentTime / length() : 0;
    [...bars.children].forEach((bar, n) => {
      bar.classList.toggle('heard', n / bars.children.length < share);
    });
    left.textContent = duration(audio.currentTime || length());
  };
  const button = iconButton('play', 'play', () => (audio.paused ? audio.play() : audio.pause()));
  const redraw = () => button.replaceChildren(icon(audio.paused ? 'play' : 'pause'));
  audio.onplay = () => {
    redraw();
    played();
  };
  audio.onpause = redraw;
  audio.ontimeupdate = draw;
  audio.onended = () => {
    audio.currentTime = 0;
    draw();
  };
  return make('div', 'voice', button, bars, left, audio);
}

function picture({ url, name, width, height }, className = '') {
  const image = make('img', className);
  Object.assign(image, { src: url, alt: name ?? say('kind-image'), loading: 'lazy' });
  if (width && height) Object.assign(image, { width, height });
  const button = make('button', 'frame', image);
  button.type = 'button';
  button.onclick = () => {
    byId('picture').querySelector('img').src = url;
    byId('picture').showModal();
  };
  return button;
}

function film(tag, url) {
  const player = make(tag);
  Object.assign(player, { src: url, controls: true, preload: 'metadata' });
  return player;
}

function document_({ url, name, size: bytes, mediaType }) {
  const words = make(
    'span',
    'person',
    make('strong', '', name || say('kind-document')),
    make('span', 'soft', `${size(bytes)} · ${mediaType}`),
  );
  const link = make('a', 'chip', icon('file'), words);
  Object.assign(link, { href: url, download: name ?? '' });
  return link;
}

function attachment(message, played) {
  const file = message.attachment;
  const shows = { image: /^image\//, sticker: /^image\//, video: /^video\//, audio: /^audio\// };
  if (file.kind === 'voice') return voice(file, played);
  if (!shows[file.kind]?.test(file.mediaType)) return document_(file);
  if (file.kind === 'image') return picture(file);
  if (file.kind === 'sticker') return picture(file, 'sticker');
  return film(file.kind, file.url);
}

const chip = (drawing, title, ...lines) =>
  make(
    'div',
    'chip',
    icon(drawing),
    make(
      'span',
      'person',
      make('strong', '', title),
      ...lines.filter(Boolean).map((line) => make('span', 'soft', line)),
    ),
  );

const drawn = {
  location({ latitude, longitude, name, address }) {
    const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    return chip('pin', name || say('kind-location'), address, where);
  },
  cards: (cards) =>
    make(
      'div',
      'stack',
      ...cards.map((card) =>
        chip('card', card.name, card.organisation, card.phones.join(', '), card.emails?.join(', ')),
      ),
    ),
  poll: ({ options }) =>
    make(
      'ul',
      'options',
      ...options.map((option) => make('li', 'option', make('span', 'round'), option)),
    ),
  call({ outcome, seconds, video }) {
    const length = seconds ? duration(seconds) : '';
    return chip(video ? 'video' : 'phone', say(`call-${outcome}`), length);
  },
};

/** The question whether we may call has its own words in each language, as on a phone. */
const titleOf = ({ id, title }) => (id.startsWith('call.') ? say(id) : title);

function choices({ options, footer }, answer) {
  const buttons = options.map((option) => {
    const button = make('button', '', make('span', '', titleOf(option)));
    button.type = 'button';
    if (option.description) button.append(make('small', 'soft', option.description));
    if (answer) button.onclick = () => answer(option);
    else button.disabled = true;
    return button;
  });
  return make('div', 'stack', ...(footer ? [make('small', 'soft', footer)] : []), ...buttons);
}

function inside(message, acts) {
  const { kind, content = {}, quote, forwarded, deletedAt } = message;
  if (deletedAt) return [text(say('deleted'), 'aside')];
  const parts = [];
  if (forwarded) parts.push(make('small', 'soft aside', icon('forward'), say('forwarded')));
  if (message.ownPhone) parts.push(make('small', 'soft aside', say('ownPhone')));
  if (quote) parts.push(make('blockquote', '', quote.text ?? say('aMessage')));
  if (kind === 'viewOnce')
    parts.push(make('small', 'soft aside', icon('once'), say('kind-viewOnce')));
  if (content.choices?.header) parts.push(make('strong', '', content.choices.header));
  if (message.attachment) parts.push(attachment(message, () => acts.played(message)));
  if (message.text !== null) {
    parts.push(text(content.choice ? titleOf(content.choice) : message.text));
  }
  if (drawn[kind] && content[kind]) parts.push(drawn[kind](content[kind]));
  if (content.choices) {
    const answer = message.fromContact ? null : (option) => acts.choose(message, option);
    parts.push(choices(content.choices, answer));
  }
  if (kind === 'unknown') parts.push(text(say('kind-unknown'), 'aside'));
  return parts;
}

const canEdit = ['text', 'image', 'video', 'document'];

function tools(message, acts) {
  const own = message.fromContact || message.ownPhone;
  const buttons = [
    iconButton('reply', 'reply', () => acts.reply(message)),
    iconButton('smile', 'react', (event) => acts.react(message, event.currentTarget)),
  ];
  if (own && canEdit.includes(message.kind)) {
    buttons.push(iconButton('pen', 'edit', () => acts.edit(message)));
  }
  if (own) buttons.push(iconButton('bin', 'delete', () => acts.remove(message)));
  return make('div', 'tools', ...buttons);
}

/** What changes while a message stays: its time, its ticks and what was made of it. */
export function refresh(row, message) {
  const foot = row.querySelector('.foot');
  const edited = message.editedAt && !message.deletedAt ? `${say('edited')} ` : '';
  foot.replaceChildren(`${edited}${time(message.sentAt)}`);
  if (message.fromContact) {
    const marks = { waiting: 'wait', sent: 'one' };
    const ticks = make('span', `ticks ${message.status}`, icon(marks[message.status] ?? 'two'));
    ticks.title = say(message.status);
    foot.append(ticks);
  }
  const reactions = (message.reactions ?? []).map(({ emoji }) => emoji).join(' ');
  row.querySelector('.reactions').textContent = reactions;
  row.classList.toggle('reacted', reactions !== '');
}

/** `acts`: reply, react, edit, remove, choose, played. */
export function bubble(message, acts) {
  const row = make('li', message.fromContact ? 'mine' : 'theirs');
  if (message.kind === 'sticker' && !message.deletedAt) row.classList.add('bare');
  row.append(...inside(message, acts), make('span', 'foot'), make('span', 'reactions'));
  if (!message.deletedAt) row.append(tools(message, acts));
  row.lang = inLanguage();
  refresh(row, message);
  return row;
}
