import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronDown, Search } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './zone-field.module.css';
import { matches, type Zone, zonesAt } from './zones.ts';

type Props = { value: string; error?: string | undefined; onChoose: (zone: string) => void };

/** As many as one would look through; more letters find the rest. */
const mostShown = 60;

/** One of the world's time zones, by a few letters. */
export function ZoneField({ value, error, onChoose }: Props) {
  const t = useTranslations('workspaceSetting');
  const id = useId();
  const [now] = useState(() => new Date());
  const zones = useMemo(() => zonesAt(now, value), [now, value]);
  const chosen = zones.find((zone) => zone.id === value) ?? null;
  return (
    <div className={css.field}>
      <span id={`${id}-label`} className={css.label}>
        {t('zone')}
      </span>
      <Combobox.Root
        items={zones}
        value={chosen}
        limit={mostShown}
        autoHighlight
        itemToStringLabel={(zone: Zone) => zone.id.replaceAll('_', ' ')}
        isItemEqualToValue={(one: Zone, other: Zone) => one.id === other.id}
        filter={(zone: Zone, typed) => matches(zone, typed)}
        onValueChange={(zone) => zone && onChoose(zone.id)}
      >
        <Combobox.Trigger
          id={id}
          className={css.box}
          aria-labelledby={`${id}-label ${id}`}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={`${id}-note`}
        >
          <span className={css.value}>{value.replaceAll('_', ' ')}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner className={css.place} align="start" sideOffset={4}>
            <Combobox.Popup className={css.popup} aria-label={t('zone')}>
              <div className={css.find}>
                <Search size={14} aria-hidden="true" />
                <Combobox.Input
                  className={css.input}
                  aria-label={t('zone')}
                  placeholder={t('zoneFind')}
                />
              </div>
              <Combobox.Empty>
                <p className={css.none}>{t('zoneNone')}</p>
              </Combobox.Empty>
              <Combobox.List className={css.list}>
                {(zone: Zone) => (
                  <Combobox.Item key={zone.id} value={zone} className={css.item}>
                    <Combobox.ItemIndicator className={css.mark}>
                      <Check size={13} />
                    </Combobox.ItemIndicator>
                    <span className={css.name}>{zone.place}</span>
                    <span className={css.region}>{zone.region}</span>
                    <span className={css.offset}>{zone.offset}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      <p id={`${id}-note`} className={error === undefined ? css.hint : css.error}>
        {error ??
          (chosen &&
            t('zoneNow', {
              offset: chosen.offset,
              time: now.toLocaleTimeString(t('locale'), {
                ...{ timeZone: chosen.id, hour: '2-digit', minute: '2-digit' },
              }),
            }))}
      </p>
    </div>
  );
}
