import { useTranslations } from 'use-intl';
import { useOpening } from '../shell/context.ts';
import { useLongOffline } from '../shell/use-long-offline.ts';
import css from './account.module.css';
import { OwnFactor } from './own-factor.tsx';
import { OwnName } from './own-name.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnPlaces } from './own-places.tsx';

/** What is one's own and kept by the server: nothing of it can be done without it. */
export function AccountSection({ close }: { close: () => void }) {
  const t = useTranslations('own');
  const user = useOpening((state) => state.opening?.user ?? null);
  const ended = useOpening((state) => state.opening?.signInNeeded ?? false);
  const offline = useLongOffline();
  if (!user) return null;
  if (ended || offline) {
    return (
      <p role="status" className={css.away}>
        {t(ended ? 'signInNeeded' : 'offline')}
      </p>
    );
  }
  return (
    <div className={css.account}>
      <OwnName name={user.name} email={user.email} />
      <OwnPassword />
      <OwnFactor />
      <OwnPlaces close={close} />
    </div>
  );
}
