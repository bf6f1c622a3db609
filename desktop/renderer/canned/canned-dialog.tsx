import { MessageSquareQuote, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { CannedReply } from '#shared/contract/canned-reply.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Chip } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PickRow } from '../ui/pick-row.tsx';
import css from './canned.module.css';
import { CannedForm } from './canned-form.tsx';

/** Everybody's and one's own: everybody's are kept by the admins. */
export function CannedDialog() {
  const { canned } = useStores();
  const managing = useStore(canned, (state) => state.managing);
  return managing && <Managing text={managing.text} />;
}

/** The same as a part of a page. */
export const CannedPart = () => <Managing text="" />;

function Managing({ text }: { text: string }) {
  const t = useTranslations('canned');
  const app = useTranslations('app');
  const { canned } = useStores();
  const replies = useStore(canned, (state) => state.replies);
  const [chosen, setChosen] = useState<string | null>(
    text === '' ? (replies[0]?.id ?? null) : 'new',
  );
  const reply = replies.find(({ id }) => id === chosen) ?? null;
  return (
    <Dialog open onClose={canned.close} title={t('title')} large closeLabel={app('close')}>
      <div className={css.columns}>
        <nav className={css.list} aria-label={t('title')}>
          {replies.map((one) => (
            <One key={one.id} reply={one} chosen={one.id === chosen} onChoose={setChosen} />
          ))}
          <Button kind="plain" icon={<Plus size={14} />} onClick={() => setChosen('new')}>
            {t('add')}
          </Button>
        </nav>
        {reply || chosen === 'new' ? (
          <CannedForm
            key={reply?.id ?? 'new'}
            reply={reply}
            text={reply ? reply.text : text}
            onSaved={setChosen}
          />
        ) : (
          <EmptyState
            icon={<MessageSquareQuote size={28} strokeWidth={1.5} />}
            title={t('none')}
            text={t('noneText')}
          />
        )}
      </div>
    </Dialog>
  );
}

type OneProps = { reply: CannedReply; chosen: boolean; onChoose: (id: string) => void };

function One({ reply, chosen, onChoose }: OneProps) {
  const t = useTranslations('canned');
  const me = useOpening((state) => state.opening?.user?.id);
  return (
    <PickRow name={`/${reply.shortcut}`} chosen={chosen} onChoose={() => onChoose(reply.id)}>
      {reply.userId === me && <Chip>{t('mine')}</Chip>}
    </PickRow>
  );
}
