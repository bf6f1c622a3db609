import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServiceView } from '#shared/contract/service-view.ts';
import { useOpening, useStores } from '../../shell/context.ts';
import { useWhy } from '../../shell/why-refused.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Narrowing } from './narrowing.ts';
import css from './views-menu.module.css';

type ViewProps = {
  /** Null: a new one of what the list is narrowed to. */
  view: ServiceView | null;
  narrowing: Narrowing;
  onClose: () => void;
  onDone: (view: ServiceView) => void;
};

/** What a view is called, and who sees it. */
export function ViewDialog({ view, narrowing, onClose, onDone }: ViewProps) {
  const t = useTranslations('serviceViews');
  const app = useTranslations('app');
  const why = useWhy();
  const ask = useStores().office;
  const me = useOpening((state) => state.opening?.user?.id);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const theirs = view !== null && view.owner.id !== me;

  async function save(event?: FormEvent) {
    event?.preventDefault();
    if (busy) return;
    if (name.trim() === '') return setTrouble(t('noName'));
    setBusy(true);
    const answer = view
      ? await ask('PATCH /service-views/:id', {
          ...{ params: { id: view.id }, body: { name, ...(!theirs && { shared }) } },
        })
      : await ask('POST /service-views', { body: { name, shared, filter: narrowing } });
    setBusy(false);
    if (!answer.ok) return setTrouble(answer.code === 'view-taken' ? t('taken') : why(answer));
    onDone(answer.value);
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(view ? 'changeTitle' : 'newTitle')}
      description={view ? undefined : t('newText')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form className={css.form} onSubmit={(event) => void save(event)}>
        <TextField
          label={t('name')}
          value={name}
          maxLength={60}
          autoComplete="off"
          error={trouble ?? undefined}
          onChange={(event) => {
            setName(event.target.value);
            setTrouble(null);
          }}
        />
        <CheckField
          checked={shared}
          disabled={theirs}
          hint={theirs ? t('theirs', { name: view.owner.name }) : t('shareText')}
          onChange={setShared}
        >
          {t('share')}
        </CheckField>
      </form>
    </Dialog>
  );
}

type DeleteProps = { view: ServiceView; onClose: () => void; onDone: () => void };

export function DeleteDialog({ view, onClose, onDone }: DeleteProps) {
  const t = useTranslations('serviceViews');
  const app = useTranslations('app');
  const why = useWhy();
  const ask = useStores().office;
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function remove() {
    setBusy(true);
    const answer = await ask('DELETE /service-views/:id', { params: { id: view.id } });
    setBusy(false);
    // Another admin was faster: it is gone, as was asked.
    if (!answer.ok && answer.code !== 'not-found') return setTrouble(why(answer));
    onDone();
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('deleteTitle', { name: view.name })}
      description={t(view.shared ? 'deleteShared' : 'deleteOwn')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => void remove()}>
            {t('deleteYes')}
          </Button>
        </>
      }
    >
      {trouble !== null && (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
    </Dialog>
  );
}
