import { useTranslations } from 'use-intl';
import { commands, groups } from '../shell/commands.ts';
import { useOpening } from '../shell/context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import css from './account.module.css';

/** What a browser keeps for itself is not promised there: its own keys are told instead. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('shortcuts');
  const names = useTranslations('commands');
  const app = useTranslations('app');
  const browser = useOpening((state) => state.opening?.host === 'browser');
  return (
    <Dialog open={open} onClose={onClose} title={t('title')} closeLabel={app('close')} wide>
      <div className={css.columns}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={css.group}>{t(group)}</h3>
            <dl className={css.list}>
              {commands.map(({ name, group: its, keys: [first], inBrowser }) => {
                const told = browser ? (inBrowser ?? first) : first;
                if (its !== group || told === undefined) return null;
                return (
                  <div key={name} className={css.line}>
                    <dt>{names(name)}</dt>
                    <dd>
                      <Kbd keys={told} />
                    </dd>
                  </div>
                );
              })}
            </dl>
          </section>
        ))}
      </div>
      {browser && <p className={css.note}>{t('browserNote')}</p>}
    </Dialog>
  );
}
