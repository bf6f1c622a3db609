// The contacts' side of the simulator. Whatever was written by people goes in as text, never as HTML.
import { words } from './words.js';

const byId = (id) => document.getElementById(id);
const kept = 'recado-simulator-language';
let language = localStorage.getItem(kept) ?? (navigator.language.startsWith('pt') ? 'pt-BR' : 'en');
let chosen = null;
const say = (key) => words[language][key];

function translate() {
  document.documentElement.lang = language;
  document.title = `Recado · ${say('title')}`;
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = say(element.dataset.words);
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = say(element.dataset.placeholder);
    element.setAttribute('aria-label', say(element.dataset.placeholder));
  }
  byId('language').textContent = say('other');
}

async function ask(path, method = 'GET', body = undefined) {
  const trouble = byId('trouble');
  try {
    const answer = await fetch(`/simulator/${path}`, {
      method,
      ...(body && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await answer.text();
    const value = text ? JSON.parse(text) : null;
    trouble.hidden = answer.ok;
    if (!answer.ok) trouble.textContent = say('refused') + value.detail;
    return answer.ok ? (value ?? {}) : null;
  } catch {
    trouble.hidden = false;
    trouble.textContent = say('trouble');
    return null;
  }
}
const ofPhone = (rest = '') => `contacts/${encodeURIComponent(chosen)}${rest}`;

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
const time = (instant) =>
  new Date(instant).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
const day = (instant) => new Date(instant).toLocaleDateString(language, { dateStyle: 'long' });

async function showPhones() {
  const answer = await ask('contacts');
  if (!answer) return;
  byId('phones').replaceChildren(
    ...answer.items.map((phone) => {
      const item = document.createElement('li');
      const button = make('button', 'phone', '');
      button.type = 'button';
      button.setAttribute('aria-current', String(phone.phone === chosen));
      const head = make('span', 'head', '');
      head.append(
        make('strong', '', phone.name ?? phone.phone),
        make('time', '', phone.lastAt ? time(phone.lastAt) : ''),
      );
      button.append(
        head,
        make('span', 'number', phone.phone),
        make('span', 'last', phone.lastText ?? ''),
      );
      button.onclick = () => choose(phone.phone);
      item.append(button);
      if (phone.phone === chosen) {
        byId('who').textContent = `${phone.name ?? ''} ${phone.phone}`.trim();
        byId('online').checked = phone.online;
      }
      return item;
    }),
  );
  if (byId('number').value === '') suggest(answer.items.length);
}

function suggest(count) {
  byId('number').value = `+55 11 9${String(70_000_001 + count)}`;
}

async function showMessages() {
  if (!chosen) return;
  const answer = await ask(ofPhone('/messages'));
  if (!answer) return;
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const rows = [];
  let today = '';
  for (const message of answer.items) {
    if (day(message.sentAt) !== today) {
      today = day(message.sentAt);
      rows.push(make('li', 'day', today));
    }
    const row = make('li', message.fromContact ? 'mine' : 'theirs', '');
    const text = make('p', '', message.text);
    text.dir = 'auto';
    const foot = make('span', 'foot', time(message.sentAt));
    if (message.fromContact) {
      const ticks = make(
        'span',
        `ticks ${message.status}`,
        message.status === 'sent' ? ' ✓' : ' ✓✓',
      );
      ticks.setAttribute('aria-label', say(message.status));
      foot.append(ticks);
    }
    row.append(text, foot);
    rows.push(row);
  }
  list.replaceChildren(...rows);
  if (atEnd) list.scrollTop = list.scrollHeight;
  // A chat that is open and looked at has been read.
  const last = answer.items.findLast((message) => !message.fromContact);
  if (last && last.status !== 'read' && byId('online').checked && document.hasFocus()) {
    await ask(ofPhone('/receipts'), 'POST', { upTo: last.whatsappId, status: 'read' });
  }
}

async function choose(phone) {
  chosen = phone;
  byId('empty').hidden = true;
  byId('chat').hidden = false;
  await showPhones();
  byId('messages').replaceChildren();
  await showMessages();
  byId('text').focus();
}

byId('new-contact').onsubmit = async (event) => {
  event.preventDefault();
  const phone = byId('number').value.replace(/[\s().-]/g, '');
  const made = await ask(`contacts/${encodeURIComponent(phone)}`, 'PATCH', {
    name: byId('name').value,
  });
  if (!made) return;
  byId('new-contact').reset();
  await choose(phone.startsWith('+') ? phone : `+${phone}`);
};
async function send() {
  const text = byId('text').value;
  if (!chosen || text.trim() === '') return;
  byId('text').value = '';
  if (!(await ask(ofPhone('/messages'), 'POST', { text }))) byId('text').value = text;
  byId('messages').scrollTop = byId('messages').scrollHeight;
}
byId('write').onsubmit = (event) => {
  event.preventDefault();
  void send();
};
byId('text').onkeydown = (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void send();
};
byId('online').onchange = () => void ask(ofPhone(), 'PATCH', { online: byId('online').checked });
byId('faults').onsubmit = (event) => {
  event.preventDefault();
  const { duplicate, reorder, delayMs, failSends } = event.target.elements;
  void ask('faults', 'POST', {
    duplicate: duplicate.checked,
    reorder: reorder.checked,
    delayMs: delayMs.valueAsNumber || 0,
    failSends: failSends.valueAsNumber || 0,
  });
};
byId('drop').onclick = () => void ask('faults', 'POST', { drop: true });
byId('language').onclick = () => {
  language = language === 'en' ? 'pt-BR' : 'en';
  localStorage.setItem(kept, language);
  translate();
  void showPhones();
  void showMessages();
};
addEventListener('focus', showMessages);

const changes = new EventSource('/simulator/changes');
changes.onmessage = ({ data }) => {
  void showPhones();
  if (data === chosen) void showMessages();
};
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
