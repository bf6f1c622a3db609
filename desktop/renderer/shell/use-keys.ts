import { useEffect } from 'react';
import { barsOf, canAnswer } from '../calls/bars.ts';
import { carryOut } from './carry-out.ts';
import { type CallKey, isCallKey } from './commands.ts';
import { isCovered } from './covered.ts';
import { commandOf } from './keys.ts';
import type { Stores } from './stores.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

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

/** The desk's own keys; silent while a dialog or a menu has the keyboard. */
export function useKeys(stores: Stores): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandOf(event, isTyping(event.target));
      if (command && isCallKey(command)) {
        event.preventDefault();
        if (!event.repeat) call(command.do, stores);
        return;
      }
      if (!command || isCovered()) return;
      event.preventDefault();
      if (event.repeat && ['start', 'finish', 'note'].includes(command.do)) return;
      carryOut(command, stores);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [stores]);
}
