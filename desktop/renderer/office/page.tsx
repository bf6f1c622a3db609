import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './page.module.css';

type PageProps = {
  title: string;
  about?: string;
  /** To the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A section of the office: its name, what can be done, and what scrolls below. */
export function Page({ title, about, actions, children }: PageProps) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.words}>
          <h1 className={css.title}>{title}</h1>
          {about && <p className={css.about}>{about}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      <div className={css.body}>{children}</div>
    </div>
  );
}

type FetchedProps<T> = {
  asked: {
    value: T | null;
    trouble: Pick<ConsoleRefusal, 'code'> | null;
    busy: boolean;
    again: () => void;
  };
  children: (value: T) => ReactNode;
};

/** What was asked for, while it comes, and why it did not; what is there stays beside a failure. */
export function Fetched<T>({ asked, children }: FetchedProps<T>) {
  const t = useTranslations('office');
  const app = useTranslations('app');
  const why = useWhy();
  const { value, trouble, busy, again } = asked;
  return (
    <>
      {trouble && (
        <div className={css.trouble} role="alert">
          <CircleAlert size={15} aria-hidden="true" />
          <p>
            {t(value === null ? 'notLoaded' : 'notFresh')} {why(trouble)}
          </p>
          <Button size="small" busy={busy} onClick={again}>
            {app('retry')}
          </Button>
        </div>
      )}
      {value === null && busy && !trouble && (
        <p className={css.loading} role="status">
          <Spinner /> {t('loading')}
        </p>
      )}
      {value !== null && children(value)}
    </>
  );
}
