import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './message-list.module.css';
import type { Thread } from './thread.ts';

type Props = { thread: Thread; offline: boolean; retry: () => void };

/** Over the first message that is here: whether older ones come. */
export function Above({ thread: { state }, offline, retry }: Props) {
  const t = useTranslations('conversation');
  const reading = useTranslations('reading');
  const app = useTranslations('app');
  const again = (
    <Button size="small" tabIndex={-1} onClick={retry}>
      {app('retry')}
    </Button>
  );
  return (
    <div className={css.above}>
      {state === 'older' && (
        <>
          <Spinner /> {t('older')}
        </>
      )}
      {state === 'failed' && (
        <>
          {t('failedPage')} {again}
        </>
      )}
      {state === 'away' && (
        <>
          {reading(offline ? 'notHere' : 'late')} {again}
        </>
      )}
    </div>
  );
}
