import { RotateCw, Search, SendHorizontal } from 'lucide-react';
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Template } from '#shared/contract/template.ts';
import { fillTemplate, knownValues, type TemplateValues } from '#shared/rules/template.ts';
import { nameOf } from '../format/names.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { keyOf, languageFor, languagesOf, matching, titleOf } from './choose.ts';
import { fits, HeaderFile, trayOf } from './header-file.tsx';
import css from './template-dialog.module.css';
import { TemplatePreview } from './template-preview.tsx';

type Props = { entry: ConversationSummary; onClose: () => void };

export function TemplateDialog({ entry, onClose }: Props) {
  const t = useTranslations('templates');
  const app = useTranslations('app');
  const form = useId();
  const { templates, actions, tray: trays } = useStores();
  const items = useStore(templates, (state) => state.items);
  const [key, setKey] = useState<string | null>(null);
  const [typed, setTyped] = useState<ReadonlyMap<string, TemplateValues>>(new Map());
  const [busy, setBusy] = useState(false);
  useEffect(() => void templates.load(), [templates]);
  const tray = trayOf(entry.conversation.id);
  const file = useStore(trays, (state) => state.trays.get(tray)?.[0]);
  useEffect(() => () => trays.clear(tray), [trays, tray]);

  const { contact, service, conversation } = entry;
  const chosen = items?.find((one) => keyOf(one) === key);
  const values = chosen && (typed.get(keyOf(chosen)) ?? knownValues(chosen, givenName(contact)));
  const filled = chosen && values && fillTemplate(chosen, values);
  const ready = chosen?.headerKind && !fits(file, chosen.headerKind) ? null : filled;

  async function send(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    const { text, template } = ready;
    const content = { template };
    const done =
      chosen?.headerKind && file
        ? await trays.send(tray, file.key, (kind, attachmentId) =>
            // It may turn out to be another kind than its name says: Meta would refuse it.
            kind === chosen.headerKind
              ? actions.say(conversation.id, { kind, text, content, attachmentId })
              : Promise.resolve(false),
          )
        : await actions.say(conversation.id, { kind: 'text', text, content });
    setBusy(false);
    if (done) onClose();
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title')}
      closeLabel={app('close')}
      actions={
        <>
          {chosen && !filled && <p className={css.hint}>{t('fillIn')}</p>}
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            icon={<SendHorizontal size={14} />}
            disabled={!ready}
            busy={busy}
          >
            {t(service?.state === 'waiting' ? 'startAndSend' : 'send')}
          </Button>
        </>
      }
    >
      <div className={css.halves}>
        <Choice chosen={key} onChoose={setKey} />
        <form id={form} className={css.detail} onSubmit={(event) => void send(event)}>
          {chosen && values ? (
            <TemplatePreview
              key={key}
              template={chosen}
              values={values}
              contactName={nameOf(contact)}
              onChange={(next) => setTyped(new Map(typed).set(keyOf(chosen), next))}
            >
              {chosen.headerKind && <HeaderFile tray={tray} kind={chosen.headerKind} />}
            </TemplatePreview>
          ) : (
            items !== null && items.length > 0 && <p className={css.pick}>{t('pick')}</p>
          )}
        </form>
      </div>
    </Dialog>
  );
}

/** A number is no name to greet anybody by. */
const givenName = ({ name, whatsappName }: ConversationSummary['contact']): string | null =>
  name?.trim() || whatsappName?.trim() || null;

function Choice({ chosen, onChoose }: { chosen: string | null; onChoose: (key: string) => void }) {
  const t = useTranslations('templates');
  const locale = useLocale();
  const { templates } = useStores();
  const { items, loading, trouble } = useStore(templates);
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const [wanted, setWanted] = useState('');
  /** Undefined: nothing was chosen by hand. */
  const [picked, setPicked] = useState<string | null | undefined>(undefined);
  const languages = useMemo(() => languagesOf(items ?? []), [items]);
  const language = picked === undefined ? languageFor(languages, locale) : picked;
  const shown = useMemo(() => matching(items ?? [], wanted, language), [items, wanted, language]);
  return (
    <div className={css.choice}>
      <TextField
        bare
        type="search"
        label={t('search')}
        placeholder={t('search')}
        icon={<Search size={14} />}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {languages.length > 1 && (
        <select
          className={css.language}
          aria-label={t('language')}
          value={language ?? ''}
          onChange={(event) => setPicked(event.target.value || null)}
        >
          <option value="">{t('everyLanguage')}</option>
          {languages.map((one) => (
            <option key={one} value={one}>
              {languageName(one, locale)}
            </option>
          ))}
        </select>
      )}
      <div className={css.list} role="radiogroup" aria-label={t('list')} aria-busy={loading}>
        {shown.map((one) => (
          <One
            key={keyOf(one)}
            template={one}
            language={language === null ? languageName(one.language, locale) : null}
            chosen={keyOf(one) === chosen}
            onChoose={() => onChoose(keyOf(one))}
          />
        ))}
        {items === null && loading && (
          <p className={css.aside} role="status">
            <Spinner /> {t('loading')}
          </p>
        )}
        {items !== null && shown.length === 0 && (
          <p className={css.aside}>{t(items.length === 0 ? 'noneAtAll' : 'none')}</p>
        )}
        {trouble !== null && (
          <div className={css.aside} role="alert">
            <p>{t('failed')}</p>
            <Button
              size="small"
              icon={<RotateCw size={13} />}
              onClick={() => void templates.load()}
            >
              {t('again')}
            </Button>
          </div>
        )}
      </div>
      {offline && trouble === null && items !== null && <p className={css.old}>{t('old')}</p>}
    </div>
  );
}

type OneProps = {
  template: Template;
  language: string | null;
  chosen: boolean;
  onChoose: () => void;
};

function One({ template, language, chosen, onChoose }: OneProps) {
  return (
    <label className={css.one}>
      <input
        type="radio"
        name="template"
        className="out-of-sight"
        checked={chosen}
        onChange={onChoose}
      />
      <span className={css.name}>
        {titleOf(template)}
        {language !== null && <span className={css.tongue}> · {language}</span>}
      </span>
      <span className={css.body} dir="auto">
        {template.body}
      </span>
    </label>
  );
}

function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}
