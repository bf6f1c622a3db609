import {
  ArrowDownToLine,
  ArrowUpToLine,
  CalendarDays,
  EllipsisVertical,
  Search,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import { carryOut } from '../shell/carry-out.ts';
import type { SimpleCommand } from '../shell/commands.ts';
import { useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';

const items = [
  { name: 'date', icon: CalendarDays, keys: 'Alt+G' },
  { name: 'firstUnread', icon: ArrowUpToLine, keys: 'Alt+PageUp' },
  { name: 'newest', icon: ArrowDownToLine, keys: 'Alt+PageDown' },
  { name: 'find', icon: Search, keys: 'Ctrl+F' },
] as const satisfies { name: SimpleCommand; icon: typeof Search; keys: string }[];

/** Where to go in a conversation. */
export function ReadingMenu() {
  const t = useTranslations('reading');
  const names = useTranslations('commands');
  const stores = useStores();
  return (
    <Menu
      trigger={
        <IconButton label={t('menu')}>
          <EllipsisVertical size={17} />
        </IconButton>
      }
    >
      {items.map(({ name, icon: Icon, keys }) => (
        <MenuItem
          key={name}
          icon={<Icon size={15} />}
          note={<Kbd keys={keys} />}
          // Once the menu has given the keyboard back to where it was.
          onPick={() => setTimeout(() => carryOut({ do: name }, stores))}
        >
          {names(name)}
        </MenuItem>
      ))}
    </Menu>
  );
}
