import { Eye, PencilLine } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { classes } from '../ui/classes.ts';
import css from './presence.module.css';
import type { Present } from './store.ts';

const nobody: readonly Present[] = [];

function usePresent(conversationId: Id): { names: string[]; typing: boolean } | null {
  const { presence } = useStores();
  const there = useStore(presence, ({ at }) => at.get(conversationId) ?? nobody);
  const colleagues = useOpening((state) => state.colleagues);
  if (there.length === 0) return null;
  const typing = there.filter((one) => one.typing);
  const told = typing.length > 0 ? typing : there;
  const names = told.map(({ userId }) => colleagues.get(userId)?.name.split(' ')[0] ?? '…');
  return { names, typing: typing.length > 0 };
}

/** Whether the contact types just now, as WhatsApp tells it. */
export function useContactTypes(id: Id): boolean {
  const { presence } = useStores();
  return useStore(presence, ({ contacts }) => contacts.has(id));
}

/** Who else looks at or writes in this conversation, quietly, beside how its service stands. */
export function PresenceLine({ id }: { id: Id }) {
  const t = useTranslations('presence');
  const present = usePresent(id);
  const contact = useContactTypes(id);
  const [first = '', second = ''] = present?.names ?? [];
  const count = present?.names.length ?? 0;
  const does = present?.typing ? 'typing' : 'looking';
  const words =
    count === 0
      ? ''
      : count === 1
        ? t(`${does}One`, { name: first })
        : count === 2
          ? t(`${does}Two`, { name: first, other: second })
          : t(`${does}Many`, { name: first, count: count - 1 });
  return (
    <span className={css.line} role="status" data-presence>
      {contact && <span className={classes(css.words, css.typing)}>{t('contactTypes')}</span>}
      {present && (
        <span className={classes(css.words, present.typing && css.typing)}>
          {present.typing ? (
            <PencilLine size={12} aria-hidden="true" />
          ) : (
            <Eye size={12} aria-hidden="true" />
          )}
          <span className={css.text} title={words}>
            {words}
          </span>
        </span>
      )}
    </span>
  );
}

/** The same in an entry of the list: a sign, its words under the hand. */
export function PresenceSign({ id }: { id: Id }) {
  const t = useTranslations('presence');
  const present = usePresent(id);
  if (!present) return null;
  const names = present.names.join(', ');
  const label = t(present.typing ? 'typingHere' : 'lookingHere', { names });
  return (
    <span className={classes(css.sign, present.typing && css.typing)} title={label}>
      {present.typing ? (
        <PencilLine size={12} aria-label={label} />
      ) : (
        <Eye size={12} aria-label={label} />
      )}
    </span>
  );
}
