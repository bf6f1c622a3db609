import { useEffect } from 'react';
import { barsOf, canAnswer } from '../calls/bars.ts';
import { type CallKey, commandOf, isCallKey, type KeyCommand } from './keys.ts';
import type { Stores } from './stores.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

/** Of several that ring it is the one that rings the longest. */
function call(key: CallKey, { calls }: Stores): void {
  const bars = barsOf(calls.getState());
  const ringing = bars.flatMap((bar) => (bar.kind === 'ringing' ? bar.call : []));
  const elsewhere = bars.find((bar) => bar.kind === 'elsewhere');
  const first = key === 'answer' ? ringing.find(canAnswer) : ringing[0];
  if (key === 'answer' && first) void calls.take(first.id);
  else if (key === 'decline' && first) void calls.decline(first.id);
  else if (key === 'mute') calls.mute();
  else if (key === 'hangUp' && calls.getState().own) calls.hangUp();
  else if (key === 'hangUp' && elsewhere) void calls.hangUpElsewhere(elsewhere.call.id);
}

function carryOut(
  command: Exclude<KeyCommand, { do: CallKey }>,
  stores: Stores,
  showShortcuts: () => void,
): void {
  const { tabs, list, actions } = stores;
  const { active } = tabs.getState();
  switch (command.do) {
    case 'neighbour': {
      const next = list.neighbour(active, command.step);
      if (next !== null) tabs.show(next);
      break;
    }
    case 'tab':
      tabs.step(command.step);
      break;
    case 'number':
      tabs.number(command.n);
      break;
    case 'close':
      if (active !== null) tabs.close(active);
      break;
    case 'reopen':
      tabs.reopen();
      break;
    case 'start':
      if (active !== null) void actions.start(active);
      break;
    case 'finish':
      if (active !== null) void actions.finish(active);
      break;
    case 'filter':
      focus('[data-filter]');
      break;
    case 'write':
      focus('#conversation [data-composer]');
      break;
    case 'shortcuts':
      showShortcuts();
      break;
  }
}

/** The desk's own keys; silent while a dialog or a menu has the keyboard. */
export function useKeys(stores: Stores, showShortcuts: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandOf(event, isTyping(event.target));
      if (command && isCallKey(command)) {
        event.preventDefault();
        if (!event.repeat) call(command.do, stores);
        return;
      }
      if (!command || document.querySelector('[role=dialog], [role=menu]')) return;
      event.preventDefault();
      if (event.repeat && (command.do === 'start' || command.do === 'finish')) return;
      carryOut(command, stores, showShortcuts);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [stores, showShortcuts]);
}
