import { ChevronDown, Download } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';

type Props = {
  filter: ServiceFilter;
  /** For the file's name. */
  today: string;
  disabled: boolean;
};

/** The services of the list as a file. */
export function ExportMenu({ filter, today, disabled }: Props) {
  const t = useTranslations('services');
  const language = useLocale();
  const { savings } = useStores();
  return (
    <Menu
      trigger={
        <Button icon={<Download size={15} />} disabled={disabled}>
          {t('export')}
          <ChevronDown size={14} />
        </Button>
      }
    >
      {(['xlsx', 'csv'] as const).map((format) => (
        <MenuItem
          key={format}
          onPick={() =>
            void savings.begin(
              { kind: 'services', format, filter, language },
              `${t('fileName')}_${today}.${format}`,
            )
          }
        >
          {t(format)}
        </MenuItem>
      ))}
    </Menu>
  );
}
