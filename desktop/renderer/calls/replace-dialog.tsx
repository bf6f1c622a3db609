import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useCalls, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWho } from './use-who.ts';

/** Asked before the call that is spoken is hung up for another. */
export function ReplaceDialog() {
  const next = useCalls(({ replacing, live }) => live.find(({ id }) => id === replacing));
  const current = useCalls((state) => state.own?.conversationId);
  if (!next || current === undefined) return null;
  return <Asked next={next.conversationId} current={current} />;
}

function Asked({ next, current }: { next: Id; current: Id }) {
  const t = useTranslations('calls');
  const app = useTranslations('app');
  const { calls } = useStores();
  const names = { next: useWho(next).name, current: useWho(current).name };
  return (
    <Dialog
      open
      onClose={calls.keepTalking}
      title={t('replaceTitle', { next: names.next })}
      description={t('replaceText', { current: names.current })}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={calls.keepTalking}>{t('replaceKeep')}</Button>
          <Button kind="danger" onClick={() => void calls.replace()}>
            {t('replaceGo')}
          </Button>
        </>
      }
    />
  );
}
