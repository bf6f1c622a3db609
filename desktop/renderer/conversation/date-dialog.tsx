import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores, useTabs } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Calendar } from '../ui/calendar.tsx';
import { boundsOf, type Day, dayOf, isAfter, readDay, writeDay } from '../ui/days.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Asks for a day, and goes there in the conversation in front. */
export function DateDialog() {
  const { dialogs } = useStores();
  const open = useStore(dialogs, (state) => state.open === 'date');
  const active = useTabs((state) => state.active);
  return open && active !== null ? <Ask key={active} conversationId={active} /> : null;
}

function Ask({ conversationId }: { conversationId: string }) {
  const t = useTranslations('reading');
  const app = useTranslations('app');
  const { dialogs, jumps } = useStores();
  const [today] = useState(() => dayOf(new Date()));
  const begin = useStore(dialogs, (state) => state.day);
  const [day, setDay] = useState<Day>(() => (begin ? dayOf(new Date(begin)) : today));
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const typedDay = typed === null ? null : readDay(typed, locale);
  const mark = (next: Day) => {
    setTyped(null);
    setDay(next);
  };
  function go(to: Day) {
    const { from, until } = boundsOf(to);
    dialogs.close();
    void jumps.to(conversationId, { day: from.toISOString(), until: until.toISOString() });
  }
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title={t('toDate')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={() => go(today)}>{t('today')}</Button>
          <Button kind="primary" onClick={() => go(day)}>
            {t('go')}
          </Button>
        </>
      }
    >
      <Calendar
        words={{ label: t('calendar'), previous: t('previousMonth'), next: t('nextMonth') }}
        day={day}
        last={today}
        onMark={mark}
        onPick={go}
      />
      <TextField
        label={t('date')}
        value={typed ?? writeDay(day, locale)}
        placeholder={t('dateForm')}
        autoComplete="off"
        maxLength={12}
        error={
          typed !== null && typedDay === null ? t('noDate', { form: t('dateForm') }) : undefined
        }
        onChange={(event) => {
          const text = event.target.value;
          const named = readDay(text, locale);
          setTyped(text);
          if (named) setDay(isAfter(named, today) ? today : named);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (typed === null || typedDay)) go(day);
        }}
      />
    </Dialog>
  );
}
