// Groups of the simulator: what one shows, and somebody of it who writes.
import { bubble, refresh } from './bubbles.js';
import { ask, byId, make, say, switchLanguage, translate } from './dom.js';

let chosen = null;

/** As the phones draw it: everybody else's on one side, the number's on the other. */
const asShown = (message) => ({
  ...message,
  fromContact: message.from !== null,
  quote: undefined,
  reactions: message.reactions?.map(({ from, emoji }) => ({ fromContact: from !== null, emoji })),
});
const nothing = () => {};
/** What can be done here is writing; the rest is there over HTTP. */
const acts = {
  reply: nothing,
  react: nothing,
  edit: nothing,
  remove: nothing,
  choose: nothing,
  played: nothing,
};

function row(message) {
  const shown = asShown(message);
  const drawn = bubble(shown, acts);
  for (const button of drawn.querySelectorAll('button')) button.remove();
  refresh(drawn, shown);
  if (message.from !== null) drawn.prepend(make('small', 'soft', message.name ?? message.from));
  return drawn;
}

async function showMessages() {
  if (!chosen) return;
  const group = chosen;
  const answer = await ask(`groups/${group.id}/messages`);
  if (!answer || group !== chosen) return;
  byId('messages').replaceChildren(...answer.items.map(row));
  byId('messages').scrollTop = byId('messages').scrollHeight;
}

function choose(group) {
  chosen = group;
  byId('empty').hidden = true;
  byId('chat').hidden = false;
  byId('who').textContent = group.name ?? group.id;
  byId('who-number').textContent = group.id;
  void showGroups();
  void showMessages();
}

async function showGroups() {
  const answer = await ask('groups');
  if (!answer) return;
  byId('phones').replaceChildren(
    ...answer.items.map((group) => {
      const button = make('button', 'phone', make('strong', '', group.name ?? group.id));
      button.type = 'button';
      button.setAttribute('aria-current', String(group.id === chosen?.id));
      button.onclick = () => choose(group);
      return make('li', '', button);
    }),
  );
}

byId('new-group').onsubmit = async (event) => {
  event.preventDefault();
  const made = await ask(`groups/120363${Date.now()}`, 'PATCH', { name: byId('group-name').value });
  if (!made) return;
  byId('new-group').reset();
  choose(made);
};
byId('member').onsubmit = (event) => event.preventDefault();
byId('write').onsubmit = async (event) => {
  event.preventDefault();
  const text = byId('text').value;
  if (!chosen || !text.trim() || !byId('member').reportValidity()) return;
  const from = byId('number').value;
  const sent = await ask(`groups/${chosen.id}/messages`, 'POST', {
    from,
    name: byId('name').value,
    text,
  });
  if (!sent) return;
  byId('text').value = '';
  await showMessages();
};
byId('text').onkeydown = (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId('write').requestSubmit();
};
byId('language').onclick = () => {
  switchLanguage();
  void showMessages();
};
const changes = new EventSource('/simulator/changes');
for (const event of ['state', 'phone', 'many'])
  changes.addEventListener(event, () => void showMessages());
changes.onopen = () => {
  byId('trouble').hidden = true;
  void showGroups();
  void showMessages();
};
changes.onerror = () => {
  byId('trouble').hidden = false;
  byId('trouble').textContent = say('trouble');
};
translate();
