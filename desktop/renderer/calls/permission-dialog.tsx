import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { longestAsk } from '#shared/contract/call.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useCalls, useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import css from './permission-dialog.module.css';
import { useWho } from './use-who.ts';

/** Where the contact has not allowed calls: why that is, and WhatsApp's question to them. */
export function PermissionDialog() {
  const asking = useCalls((state) => state.asking);
  return asking === null ? null : <Asking key={asking} conversationId={asking} />;
}

function Asking({ conversationId }: { conversationId: Id }) {
  const t = useTranslations('calls');
  const app = useTranslations('app');
  const why = useWhy();
  const id = useId();
  const { calls } = useStores();
  const { name } = useWho(conversationId);
  const [text, setText] = useState(t('askPreset'));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Pick<ConsoleRefusal, 'code' | 'holder'> | null>(null);
  const over = text.length - longestAsk;
  const sendable = text.trim() !== '' && over <= 0 && !busy;

  async function send() {
    if (!sendable) return;
    setBusy(true);
    setRefusal(await calls.askPermission(conversationId, text.trim()));
    setBusy(false);
  }
  function press(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }
  return (
    <Dialog
      open
      onClose={calls.leaveAsking}
      title={t('askTitle')}
      description={t('askText', { name })}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={calls.leaveAsking}>{app('cancel')}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={!sendable && !busy}
            onClick={() => void send()}
          >
            {t('askGo')}
          </Button>
        </>
      }
    >
      <label className={css.label} htmlFor={id}>
        {t('askField')}
      </label>
      <textarea
        id={id}
        className={css.field}
        rows={3}
        dir="auto"
        value={text}
        aria-invalid={over > 0 || undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      {(over > 0 || refusal) && (
        <p className={css.trouble} role="alert">
          {over > 0 ? t('askTooLong', { count: over }) : refusal && why(refusal)}
        </p>
      )}
    </Dialog>
  );
}
