import { ExternalLink, MapPin } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Location } from '#shared/contract/message.ts';
import { useStores } from '../../shell/context.ts';
import { plainly } from '../../text/formatting.ts';
import { Button } from '../../ui/button.tsx';
import css from './cards.module.css';

export const mapUrl = ({ latitude, longitude }: Location): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;

/** A place in words and numbers: no map is fetched from anybody for it. */
export function LocationCard({ location }: { location: Location }) {
  const t = useTranslations('message');
  const { actions } = useStores();
  const { latitude, longitude, name, address } = location;
  return (
    <div className={css.card}>
      <div className={css.head}>
        <span className={css.icon} aria-hidden="true">
          <MapPin size={20} strokeWidth={1.6} />
        </span>
        <div className={css.words}>
          <bdi className={css.name}>{plainly(name ?? '') || t('place')}</bdi>
          {address && <bdi className={css.fact}>{plainly(address)}</bdi>}
          <span className={css.number}>
            {latitude.toFixed(5)}, {longitude.toFixed(5)}
          </span>
        </div>
      </div>
      <Button
        kind="plain"
        size="small"
        tabIndex={-1}
        icon={<ExternalLink size={13} />}
        onClick={() => actions.openLink(mapUrl(location))}
      >
        {t('openMap')}
      </Button>
    </div>
  );
}
