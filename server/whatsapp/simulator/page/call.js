// The call of the phone in front: it rings one way or the other, or is spoken in.
import { ask, byId, duration, say } from './dom.js';

const band = () => byId('calling');
let shown = null;
let timer = null;

/** What can be done about it, and what it says. */
function stateOf({ fromContact, takenAt }) {
  if (takenAt) return { says: 'inCall', acts: ['hangUp'] };
  if (fromContact) return { says: 'ringing', acts: ['giveUp'] };
  return { says: 'isCalled', acts: ['decline', 'take'] };
}

function tick() {
  const since = shown?.call.takenAt;
  const seconds = since ? Math.max(0, (Date.now() - Date.parse(since)) / 1_000) : 0;
  band().querySelector('.lasts').textContent = since ? duration(seconds) : '';
}

/** @param path where the calls of the phone in front are */
export function showCall(call, path) {
  clearInterval(timer);
  shown = call ? { call, path } : null;
  band().hidden = !call;
  if (!call) return;
  const { says, acts } = stateOf(call);
  const line = band().querySelector('.says');
  // Said once: whoever listens to the page hears what is new.
  if (line.textContent !== say(says)) line.textContent = say(says);
  for (const button of band().querySelectorAll('button')) {
    button.hidden = !acts.includes(button.dataset.act);
  }
  tick();
  if (call.takenAt) timer = setInterval(tick, 1_000);
}

const outcomes = { take: 'answered', decline: 'declined', giveUp: 'missed' };

band().onclick = ({ target }) => {
  const { act } = target.dataset;
  if (!act || !shown) return;
  const path = `${shown.path}/${encodeURIComponent(shown.call.whatsappId)}`;
  const outcome = outcomes[act];
  void (outcome ? ask(path, 'PATCH', { outcome }) : ask(path, 'DELETE'));
};
