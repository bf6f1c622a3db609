import { say, speak } from './words.js';

const form = document.querySelector('#set-up');
const field = (name) => document.querySelector(`[data-field="${name}"]`);
const names = ['code', 'workspace', 'name', 'email', 'password'];
const needsCode = document.documentElement.dataset.code === 'yes';
field('code').hidden = !needsCode;

/** Field to the key of what is wrong with it; '' is the whole form. */
let faults = {};

function showFaults() {
  for (const name of names) {
    const fault = faults[name];
    document.querySelector(`#${name}-fault`).textContent = fault ? say(fault) : '';
    form.elements[name].toggleAttribute('aria-invalid', Boolean(fault));
  }
  document.querySelector('#whole-fault').textContent = faults[''] ? say(faults['']) : '';
}

function showReveal() {
  const { password } = form.elements;
  const open = password.type === 'text';
  const reveal = document.querySelector('#reveal');
  reveal.textContent = say(open ? 'hide' : 'show');
  reveal.setAttribute('aria-pressed', String(open));
}

function check(values) {
  const found = {};
  for (const name of names) {
    if (name === 'code' && !needsCode) continue;
    if (values[name].trim() === '') found[name] = 'missing';
  }
  if (!found.email && !/^[^\s@]+@[^\s@]+$/.test(values.email)) found.email = 'badEmail';
  if (!found.password && values.password.length < 10) found.password = 'shortPassword';
  return found;
}

function faultsOf(status, problem) {
  if (status === 403) return { code: 'wrongCode' };
  if (problem.code === 'already-set-up' || problem.code === 'too-many') return { '': problem.code };
  const found = {};
  for (const { path } of problem.errors ?? []) {
    const name = path.slice(1);
    if (names.includes(name)) found[name] = name === 'email' ? 'badEmail' : 'missing';
  }
  return Object.keys(found).length > 0 ? found : { '': 'other' };
}

function showDone(answer, email) {
  form.hidden = true;
  const done = document.querySelector('#done');
  document.querySelector('#server-address').textContent = location.origin;
  document.querySelector('#done-email').textContent = email;
  document.querySelector('#sample-made').hidden = !answer.sample;
  document.querySelector('#sample-fault').hidden = !answer.wanted || Boolean(answer.sample);
  if (answer.sample) {
    document.querySelector('#shared-password').textContent = answer.sample.password;
    const items = answer.sample.attendants.map(({ name, email: theirs }) => {
      const item = document.createElement('li');
      const code = document.createElement('code');
      code.textContent = theirs;
      item.append(`${name} `, code);
      return item;
    });
    document.querySelector('#attendants').replaceChildren(...items);
  }
  done.hidden = false;
  done.focus();
}

async function send(values, wanted) {
  const { code, ...rest } = values;
  const body = { ...rest, email: values.email.trim(), sample: wanted };
  const response = await fetch('/api/v1/set-up', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(needsCode ? { ...body, code } : body),
  });
  return { status: response.status, answer: await response.json() };
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const values = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  const wanted = form.elements.sample.value === 'yes';
  faults = check(values);
  const submit = form.querySelector('[type="submit"]');
  if (Object.keys(faults).length === 0) {
    submit.disabled = true;
    submit.textContent = say('working');
    try {
      const { status, answer } = await send(values, wanted);
      if (status === 201) return showDone({ ...answer, wanted }, values.email.trim());
      faults = faultsOf(status, answer);
    } catch {
      faults = { '': 'unreachable' };
    }
    submit.disabled = false;
    submit.textContent = say('submit');
  }
  showFaults();
  const first = names.find((name) => faults[name]);
  if (first) form.elements[first].focus();
});

document.querySelector('#reveal').addEventListener('click', () => {
  const { password } = form.elements;
  password.type = password.type === 'password' ? 'text' : 'password';
  showReveal();
});

speak(() => {
  showFaults();
  showReveal();
});
