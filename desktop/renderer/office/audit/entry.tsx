import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AuditEntry } from '#shared/contract/audit.ts';
import { classes } from '../../ui/classes.ts';
import type { Moments } from '../services/moments.ts';
import css from './audit.module.css';
import { useAuditWords } from './use-audit-words.ts';

/** Of these somebody should look twice. */
const grave = /^(sign-in\.(failed|stopped)|code\.refused|password\.refused|contact\.erased)$/;

/** One sentence; opened, what changed and from where. */
export function Entry({ entry, moments }: { entry: AuditEntry; moments: Moments }) {
  const t = useTranslations('audit');
  const { sentence } = useAuditWords();
  const { at, action, address, device, subject } = entry;
  return (
    <li className={css.entry}>
      <details>
        <summary className={css.summary}>
          <ChevronRight className={css.mark} size={14} aria-hidden="true" />
          <span className={classes(css.words, grave.test(action) && css.grave)}>
            {sentence(entry)}
          </span>
          <time className={css.time} dateTime={at}>
            {moments.short(at)}
          </time>
        </summary>
        <div className={css.details}>
          <Changes entry={entry} />
          {subject?.kind === 'contact' && <p className={css.note}>{t('contactGone')}</p>}
          <dl className={css.facts}>
            <div>
              <dt>{t('at')}</dt>
              <dd>{moments.full(at)}</dd>
            </div>
            <div>
              <dt>{t('from')}</dt>
              <dd>{address ?? t('unknown')}</dd>
            </div>
            <div>
              <dt>{t('device')}</dt>
              <dd>
                <bdi>{device ?? t('unknown')}</bdi>
              </dd>
            </div>
          </dl>
        </div>
      </details>
    </li>
  );
}

function Changes({ entry: { changes } }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  const { field, value } = useAuditWords();
  const all = Object.entries(changes);
  if (all.length === 0) return null;
  return (
    <table className={css.changes}>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('was')}</th>
          <th scope="col">{t('is')}</th>
        </tr>
      </thead>
      <tbody>
        {all.map(([key, change]) => (
          <tr key={key}>
            <th scope="row">{field(key)}</th>
            {'from' in change || 'to' in change ? (
              <>
                <td>
                  <bdi>{value(change.from)}</bdi>
                </td>
                <td>
                  <bdi>{value(change.to)}</bdi>
                </td>
              </>
            ) : (
              <td colSpan={2}>{t('unsaid')}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
