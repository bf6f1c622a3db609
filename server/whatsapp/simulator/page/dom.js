// The little that every part of the page needs. What people wrote goes in as text, never as HTML.
import { icon } from './icons.js';
import { words } from './words.js';

export const byId = (id) => document.getElementById(id);

const kept = 'recado-simulator-language';
let language = localStorage.getItem(kept) ?? (navigator.language.startsWith('pt') ? 'pt-BR' : 'en');
export const say = (key) => words[language][key] ?? key;
export const inLanguage = () => language;

export function make(tag, className = '', ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

export function iconButton(name, title, act) {
  const button = make('button', 'icon', icon(name));
  button.type = 'button';
  button.title = say(title);
  button.setAttribute('aria-label', say(title));
  button.onclick = act;
  return button;
}

export function translate() {
  document.documentElement.lang = language;
  document.title = `Recado · ${say('title')}`;
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = say(element.dataset.words);
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = say(element.dataset.placeholder);
    element.setAttribute('aria-label', say(element.dataset.placeholder));
  }
  for (const element of document.querySelectorAll('[data-title]')) {
    element.title = say(element.dataset.title);
    element.setAttribute('aria-label', say(element.dataset.title));
  }
  for (const element of document.querySelectorAll('[data-icon]')) {
    element.querySelector('.drawn')?.remove();
    element.prepend(icon(element.dataset.icon));
  }
  byId('language').textContent = say('other');
}

export function switchLanguage() {
  language = language === 'en' ? 'pt-BR' : 'en';
  localStorage.setItem(kept, language);
  translate();
}

/** Null when it was refused or nobody answered; the page then says so. */
export async function ask(path, method = 'GET', body = undefined) {
  const trouble = byId('trouble');
  const isForm = body instanceof FormData;
  try {
    const answer = await fetch(`/simulator/${path}`, {
      method,
      ...(body && {
        headers: isForm ? {} : { 'content-type': 'application/json' },
        body: isForm ? body : JSON.stringify(body),
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

export const time = (instant) =>
  new Date(instant).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
export const day = (instant) =>
  new Date(instant).toLocaleDateString(language, { dateStyle: 'long' });
export const duration = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
export function size(bytes) {
  const units = [
    ['byte', 1],
    ['kilobyte', 1024],
    ['megabyte', 1024 * 1024],
  ];
  const [unit, by] = units.findLast(([, of]) => bytes >= of) ?? units[0];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    maximumFractionDigits: by > 1 && bytes / by < 10 ? 1 : 0,
  }).format(bytes / by);
}

/** One field after the other in a dialog; null when it is closed without an answer. */
export function askFor(title, fields) {
  const dialog = byId('asking');
  const form = dialog.querySelector('form');
  const inputs = fields.map(({ name, label, hint, type = 'text', ...attributes }) => {
    const input = make(type === 'lines' ? 'textarea' : 'input');
    Object.assign(input, { name, ...attributes, ...(type === 'lines' ? { rows: 3 } : { type }) });
    const words = make('span', '', say(label));
    if (type === 'checkbox') return make('label', 'check', input, words);
    const below = hint ? [make('small', 'soft', say(hint))] : [];
    return make('label', type === 'number' ? 'field short' : 'field', words, input, ...below);
  });
  const cancel = make('button', '', say('cancel'));
  cancel.type = 'button';
  cancel.onclick = () => dialog.close('');
  const send = make('button', 'main', say('ok'));
  send.value = 'ok';
  form.replaceChildren(make('h2', '', say(title)), ...inputs, make('div', 'buttons', cancel, send));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      if (dialog.returnValue !== 'ok') return resolve(null);
      const entries = [...form.elements].filter((element) => element.name);
      resolve(
        Object.fromEntries(
          entries.map((one) => [
            one.name,
            one.type === 'checkbox' ? one.checked : one.value.trim(),
          ]),
        ),
      );
    };
  });
}
