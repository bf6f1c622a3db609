import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { CannedReply } from '#shared/contract/canned-reply.ts';
import { variables } from '#shared/rules/canned-reply.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './canned.module.css';
import { variableWords } from './use-canned.tsx';

type Props = {
  /** Null: a new one, which begins with the text. */
  reply: CannedReply | null;
  text: string;
  onSaved: (id: string | null) => void;
};

export function CannedForm({ reply, text: begun, onSaved }: Props) {
  const t = useTranslations('canned');
  const why = useWhy();
  const { canned, teams: teamsStore } = useStores();
  const { busy, trouble } = useStore(canned);
  const teams = useStore(teamsStore, (state) => state.teams);
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [text, setText] = useState(begun);
  const [own, setOwn] = useState(reply ? reply.userId !== null : !admin);
  const [teamId, setTeamId] = useState(reply?.teamId ?? '');
  const [tried, setTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const fixed = reply !== null && reply.userId === null && !admin;
  const named = /^[^\s/]+$/.test(shortcut.trim());
  const worded = text.trim() !== '';

  async function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!named || !worded || fixed) return;
    const words = { shortcut: shortcut.trim(), text };
    const team = own ? null : teamId || null;
    const saved = await canned.save(
      reply?.id ?? null,
      reply ? { ...words, teamId: team } : { ...words, own, teamId: team },
    );
    if (saved) onSaved(saved.id);
  }
  async function remove() {
    if (reply && (await canned.remove(reply.id))) onSaved(null);
  }
  function insert(variable: string) {
    const at = area.current?.selectionStart ?? text.length;
    setText(`${text.slice(0, at)}{{${variable}}}${text.slice(area.current?.selectionEnd ?? at)}`);
    area.current?.focus();
  }
  return (
    <form className={css.form} onSubmit={(event) => void save(event)} noValidate>
      <TextField
        label={t('shortcut')}
        hint={t('shortcutHint')}
        value={shortcut}
        maxLength={40}
        disabled={fixed}
        error={tried && !named ? t('shortcutWrong') : undefined}
        onChange={(event) => setShortcut(event.target.value)}
      />
      <label className={css.label}>
        {t('text')}
        <textarea
          ref={area}
          className={css.text}
          dir="auto"
          value={text}
          maxLength={4_000}
          disabled={fixed}
          aria-invalid={(tried && !worded) || undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {!fixed && (
        <div className={css.variables}>
          {variables.map((variable) => (
            <Button
              key={variable}
              size="small"
              title={`{{${variable}}}`}
              onClick={() => insert(variable)}
            >
              {t(`variables.${variableWords[variable]}`)}
            </Button>
          ))}
        </div>
      )}
      {admin && !reply && (
        <ChoiceField
          label={t('whose')}
          value={own ? 'own' : 'all'}
          choices={(['all', 'own'] as const).map((value) => ({ value, label: t(value) }))}
          onChoose={(value) => setOwn(value === 'own')}
        />
      )}
      {admin && !own && teams.size > 0 && (
        <ChoiceField
          label={t('team')}
          value={teamId}
          choices={[
            { value: '', label: t('allTeams') },
            ...[...teams.values()].map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={setTeamId}
        />
      )}
      {fixed && <p className={css.hint}>{t('fixed')}</p>}
      {trouble && (
        <p className={css.trouble} role="alert">
          {why(trouble)}
        </p>
      )}
      {!fixed && (
        <div className={css.buttons}>
          <Button type="submit" kind="primary" busy={busy}>
            {t(reply ? 'save' : 'create')}
          </Button>
          {reply && (
            <Button kind="plain" disabled={busy} onClick={() => void remove()}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
