// The contacts' side of the simulator: the phones, the one in front, and what is done on it.
import { bubble, inShort, refresh } from './bubbles.js';
import { showCall } from './call.js';
import { composer } from './compose.js';
import { ask, askFor, byId, day, make, say, switchLanguage, time, translate } from './dom.js';

let chosen = null;
let replyTo = null;
let state = { open: true, faults: {} };
const lastShown = 300;

const of = (phone, rest = '') => `contacts/${encodeURIComponent(phone)}${rest}`;
const ofPhone = (rest = '') => of(chosen, rest);
const initials = (phone) =>
  (phone.name ?? phone.phone.slice(-2))
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0])
    .join('')
    .toUpperCase();
const hue = (phone) => `hue-${Number(phone.slice(-2)) % 6}`;

/** Runs `work` now, or once more after it when it is asked for meanwhile. */
function oneAtATime(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
    running = null;
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

/** The picture over the initials, which stay where it does not come. */
function showFace(element, phone) {
  element.className = `avatar ${hue(phone.phone)}${phone.online ? '' : ' off'}`;
  element.replaceChildren(initials(phone));
  if (!phone.picture) return;
  const picture = make('img');
  picture.src = phone.picture;
  picture.alt = '';
  picture.onerror = () => picture.remove();
  element.append(picture);
}

function listed(phone) {
  const button = make('button', 'phone');
  button.type = 'button';
  button.setAttribute('aria-current', String(phone.phone === chosen));
  const face = make('span');
  showFace(face, phone);
  const last = phone.lastAt
    ? inShort({ kind: phone.lastKind, text: phone.lastText, deletedAt: null })
    : phone.phone;
  const calls = phone.call && say('kind-call');
  const foot = make(
    'span',
    'head',
    make('span', calls ? 'last calls' : 'last soft', calls ?? last),
  );
  if (phone.unread > 0) foot.append(make('span', 'count', String(phone.unread)));
  const head = make('span', 'head', make('strong', '', phone.name ?? phone.phone));
  if (phone.lastAt) head.append(make('time', 'soft', time(phone.lastAt)));
  button.append(face, make('span', 'person', head, foot));
  button.onclick = () => choose(phone.phone);
  return make('li', '', button);
}

function showFront(phone) {
  byId('who').textContent = phone.name ?? phone.phone;
  byId('who-number').textContent = phone.name ? phone.phone : '';
  showFace(byId('face'), phone);
  byId('looks-remove').hidden = !phone.picture;
  byId('online').checked = phone.online;
  byId('calls').value = phone.calls;
  showCall(phone.call ?? null, of(phone.phone, '/calls'));
  byId('call').disabled = byId('video-call').disabled = Boolean(phone.call) || !phone.online;
}

const showPhones = oneAtATime(async () => {
  const search = byId('search').value.trim();
  const answer = await ask(`contacts?search=${encodeURIComponent(search)}`);
  if (!answer) return;
  byId('phones').replaceChildren(...answer.items.map(listed));
  const front = answer.items.find(({ phone }) => phone === chosen);
  if (front) showFront(front);
  if (byId('number').value === '') {
    byId('number').value = `+55 11 9${String(70_000_001 + answer.items.length)}`;
  }
});

const post = (path, body) => ask(ofPhone(path), 'POST', body);
const side = (message) => (message.ownPhone ? '?fromMe=true' : '');
const ofMessage = (message) =>
  `/messages/${encodeURIComponent(message.whatsappId)}${side(message)}`;

const acts = {
  reply(message) {
    replyTo = message.whatsappId;
    byId('replying').hidden = false;
    byId('replying').querySelector('.quote').textContent = inShort(message);
    byId('text').focus();
  },
  react(message, button) {
    const menu = byId('reacting');
    const own = message.reactions?.find(({ fromContact }) => fromContact)?.emoji;
    menu.replaceChildren(
      ...['👍', '❤️', '😂', '😮', '😢', '🙏'].map((emoji) => {
        const choice = make('button', '', emoji);
        choice.type = 'button';
        choice.setAttribute('aria-pressed', String(emoji === own));
        choice.onclick = () => {
          menu.hidePopover();
          const to = message.whatsappId;
          void post('/reactions', { to, emoji: emoji === own ? '' : emoji });
        };
        return choice;
      }),
    );
    menu.showPopover();
    const at = button.getBoundingClientRect();
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(at.left - box.width / 2, innerWidth - box.width - 8))}px`;
    menu.style.top = `${Math.max(8, at.top - box.height - 6)}px`;
  },
  async edit(message) {
    const text = message.text ?? '';
    const given = await askFor('edit', [
      { name: 'text', label: 'write', value: text, required: true },
    ]);
    if (given?.text) await ask(ofPhone(ofMessage(message)), 'PATCH', { text: given.text });
  },
  remove: (message) => ask(ofPhone(ofMessage(message)), 'DELETE'),
  choose: (message, { id, title }) =>
    compose.post({ choice: { id, title }, quotes: message.whatsappId }),
  played(message) {
    if (message.fromContact || message.status === 'played') return;
    const receipt = { upTo: message.whatsappId, status: 'played', only: true };
    void post('/receipts', receipt);
  },
};

/** Rows that are drawn, by their message: what plays goes on playing. */
let drawn = new Map();

const showMessages = oneAtATime(async () => {
  const phone = chosen;
  if (!phone) return;
  const answer = await ask(of(phone, `/messages?last=${lastShown}`));
  if (!answer || phone !== chosen) return;
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const rows = [];
  const next = new Map();
  let today = '';
  for (const message of answer.items) {
    if (day(message.sentAt) !== today) {
      today = day(message.sentAt);
      rows.push(make('li', 'day', today));
    }
    const key = `${message.fromContact} ${message.whatsappId}`;
    const { status, reactions, ...lasting } = message;
    const looks = JSON.stringify([lasting, document.documentElement.lang]);
    const before = drawn.get(key);
    const now = before?.looks === looks ? before : { looks, row: null };
    // The row's own acts see the message as it is now.
    now.message = Object.assign(now.message ?? {}, { status, reactions: undefined }, message);
    now.row ??= bubble(now.message, acts);
    refresh(now.row, now.message);
    next.set(key, now);
    rows.push(now.row);
  }
  drawn = next;
  place(list, rows);
  if (atEnd) list.scrollTop = list.scrollHeight;
  // A chat that is open and looked at has been read.
  const unread = answer.items.findLast(
    ({ fromContact, status }) => !fromContact && !['read', 'played'].includes(status),
  );
  if (unread && byId('online').checked && document.hasFocus()) {
    await post('/receipts', { upTo: unread.whatsappId, status: 'read' });
  }
});

/** Puts the rows in their order without taking out what stays: that would end what plays. */
function place(list, rows) {
  const keep = new Set(rows);
  for (const row of [...list.children]) if (!keep.has(row)) row.remove();
  rows.forEach((row, n) => {
    if (list.children[n] !== row) list.insertBefore(row, list.children[n] ?? null);
  });
}

function stopReplying() {
  replyTo = null;
  byId('replying').hidden = true;
}

const compose = composer(
  () => (chosen ? ofPhone('/messages') : null),
  () => replyTo,
  () => {
    stopReplying();
    byId('messages').scrollTop = byId('messages').scrollHeight;
  },
);

async function choose(phone) {
  if (phone !== chosen) {
    compose.clear();
    stopReplying();
    drawn = new Map();
    byId('messages').replaceChildren();
  }
  chosen = phone;
  byId('empty').hidden = true;
  byId('chat').hidden = false;
  await showPhones();
  await showMessages();
  byId('messages').scrollTop = byId('messages').scrollHeight;
  byId('text').focus();
}

function showState() {
  byId('session').textContent = say(state.open ? 'open' : 'closed');
  byId('session').className = state.open ? 'open' : 'closed';
  const some = Object.values(state.faults).some(Boolean);
  byId('misbehave').classList.toggle('on', some);
}

const flags = ['duplicate', 'reorder'];
const counts = ['delayMs', 'failSends', 'refuseSends', 'goneMedia', 'failMedia', 'slowMedia'];
byId('misbehave').onclick = async () => {
  const { faults } = state;
  const given = await askFor('misbehave', [
    ...flags.map((name) => ({
      name,
      label: name,
      type: 'checkbox',
      checked: faults[name] ?? false,
    })),
    ...counts.map((name) => ({
      ...{ name, label: name, type: 'number', min: 0, value: String(faults[name] ?? 0) },
      max: { delayMs: 60_000, slowMedia: 1_000_000_000 }[name] ?? 100_000,
    })),
    { name: 'drop', label: 'drop', type: 'checkbox' },
  ]);
  if (!given) return;
  const numbers = Object.fromEntries(counts.map((name) => [name, Number(given[name]) || 0]));
  const { duplicate, reorder, drop } = given;
  await ask('faults', 'POST', { duplicate, reorder, drop, ...numbers });
};

byId('new-contact').onsubmit = async (event) => {
  event.preventDefault();
  const phone = byId('number').value.replace(/[\s().-]/g, '');
  const made = await ask(of(phone), 'PATCH', { name: byId('name').value });
  if (!made) return;
  byId('new-contact').reset();
  await choose(made.phone);
};
byId('search').oninput = showPhones;
byId('online').onchange = () => ask(ofPhone(), 'PATCH', { online: byId('online').checked });
byId('looks-set').onclick = () => {
  byId('looks').hidePopover();
  byId('looks-file').click();
};
byId('looks-remove').onclick = () => {
  byId('looks').hidePopover();
  void ask(ofPhone('/picture'), 'DELETE');
};
byId('looks-file').onchange = async () => {
  const [file] = byId('looks-file').files;
  byId('looks-file').value = '';
  if (!file) return;
  const form = new FormData();
  form.append('file', file);
  await ask(ofPhone('/picture'), 'PUT', form);
};
byId('call').onclick = () => post('/calls', {});
byId('video-call').onclick = () => post('/calls', { video: true });
byId('calls').onchange = () => {
  byId('looks').hidePopover();
  void ask(ofPhone(), 'PATCH', { calls: byId('calls').value });
};
byId('replying').querySelector('button').onclick = stopReplying;
byId('picture').onclick = () => byId('picture').close();
byId('language').onclick = () => {
  switchLanguage();
  showState();
  void showPhones();
  void showMessages();
};
addEventListener('focus', showMessages);

const changes = new EventSource('/simulator/changes');
changes.addEventListener('state', ({ data }) => {
  state = JSON.parse(data);
  showState();
});
changes.addEventListener('phone', ({ data }) => {
  void showPhones();
  if (JSON.parse(data)?.phone === chosen) void showMessages();
});
changes.addEventListener('many', () => {
  void showPhones();
  void showMessages();
});
changes.onopen = () => {
  byId('trouble').hidden = true;
  void showPhones();
  void showMessages();
};
changes.onerror = () => {
  byId('trouble').hidden = false;
  byId('trouble').textContent = say('trouble');
};
translate();
showState();
