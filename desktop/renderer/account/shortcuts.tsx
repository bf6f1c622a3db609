import { useTranslations } from 'use-intl';
import { useOpening } from '../shell/context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import css from './account.module.css';

const groups = {
  lists: [
    ['nextEntry', 'Alt+J'],
    ['previousEntry', 'Alt+K'],
    ['nextTab', 'Ctrl+Tab'],
    ['previousTab', 'Ctrl+Shift+Tab'],
    ['tabNumber', 'Ctrl+1…9'],
    ['closeTab', 'Ctrl+W'],
    ['reopen', 'Ctrl+Shift+T'],
    ['filter', 'Alt+F'],
  ],
  service: [
    ['start', 'Alt+S'],
    ['finish', 'Alt+E'],
  ],
  calls: [
    ['answer', 'Alt+A'],
    ['decline', 'Alt+R'],
    ['hangUp', 'Alt+H'],
    ['mute', 'Alt+U'],
  ],
  writing: [
    ['write', 'Alt+M'],
    ['send', 'Enter'],
    ['newLine', 'Shift+Enter'],
  ],
  general: [['sheet', '?']],
} as const;
const groupNames = ['lists', 'service', 'calls', 'writing', 'general'] as const;

export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('shortcuts');
  const app = useTranslations('app');
  const browser = useOpening((state) => state.opening?.host === 'browser');
  return (
    <Dialog open={open} onClose={onClose} title={t('title')} closeLabel={app('close')}>
      <div className={css.columns}>
        {groupNames.map((group) => (
          <section key={group}>
            <h3 className={css.group}>{t(group)}</h3>
            <dl className={css.list}>
              {groups[group].map(([what, keys]) => (
                <div key={what} className={css.line}>
                  <dt>{t(what)}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {browser && <p className={css.note}>{t('browserNote')}</p>}
    </Dialog>
  );
}
