import { Users } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores } from '../shell/context.ts';
import css from './groups-switch.module.css';

/** Whether groups are conversations. Not there where the way to WhatsApp has none. */
export function GroupsSwitch() {
  const t = useTranslations('session');
  const { whatsapp } = useStores();
  const groups = useStore(whatsapp, (state) => state.settings?.groups);
  const choosing = useStore(whatsapp, (state) => state.choosing);
  if (groups === undefined) return null;
  return (
    <label className={css.row}>
      <Users size={16} aria-hidden="true" className={css.sign} />
      <span className={css.words}>
        <span className={css.name}>{t('groups')}</span>
        <span className={css.text}>{t('groupsText')}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        className={css.switch}
        checked={groups === 'shown'}
        aria-checked={groups === 'shown'}
        disabled={choosing}
        onChange={(event) =>
          void whatsapp.choose({ groups: event.target.checked ? 'shown' : 'ignored' })
        }
      />
    </label>
  );
}
