import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { IntlProvider, type Messages, useTranslations } from 'use-intl';
import { CallTeller } from '../calls/call-teller.tsx';
import { createTimes } from '../format/time.ts';
import { languageOf, words } from '../i18n/language.ts';
import { SignInScreen } from '../sign-in/sign-in-screen.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { createNotices, Toasts } from '../ui/toasts.tsx';
import { StoresContext, TimesContext, useOpening, useStores } from './context.ts';
import { DeskScreen } from './desk-screen.tsx';
import type { Stores, WindowName } from './stores.ts';
import { ToldTeller } from './told-teller.tsx';
import { TroubleTeller } from './trouble-teller.tsx';

/** Charts and forms that no attendant ever opens are not read with the desk. */
const OfficeScreen = lazy(async () => {
  const { OfficeScreen: screen } = await import('../office/office-screen.tsx');
  return { default: screen };
});
type Shown = { shown: WindowName };

/** The providers: stores, language, theme, notices. */
export function App({ stores, shown }: Shown & { stores: Stores }) {
  return (
    <StoresContext value={stores}>
      <CSPProvider disableStyleElements>
        <InLanguage shown={shown} />
      </CSPProvider>
    </StoresContext>
  );
}

function InLanguage({ shown }: Shown) {
  const chosen = useOpening((state) => state.opening?.preferences.language ?? null);
  const theme = useOpening((state) => state.opening?.preferences.theme ?? 'system');
  const language = languageOf(chosen, navigator.language);
  const times = useMemo(() => createTimes(language), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    // Both languages have the same keys (words.test.ts); the literal types are English's.
    <IntlProvider locale={language} messages={words[language] as Messages}>
      <TimesContext value={times}>
        <Screens shown={shown} />
      </TimesContext>
    </IntlProvider>
  );
}

function Screens({ shown }: Shown) {
  const t = useTranslations('app');
  const [notices] = useState(createNotices);
  return (
    <Toasts notices={notices} label={t('notices')} closeLabel={t('close')}>
      <Tooltip.Provider delay={500}>
        <Screen shown={shown} />
        <TroubleTeller notices={notices} />
        {shown === 'console' && (
          <>
            <CallTeller notices={notices} />
            <ToldTeller notices={notices} />
          </>
        )}
      </Tooltip.Provider>
    </Toasts>
  );
}

function Screen({ shown }: Shown) {
  const t = useTranslations('app');
  const stores = useStores();
  const phase = useOpening((state) => state.phase);
  const signedIn = useOpening((state) => state.opening?.user != null);
  if (phase === 'loading') return <main aria-busy="true" aria-label={t('loading')} />;
  if (phase === 'broken') {
    return (
      <main>
        <EmptyState
          title={t('broken')}
          action={<Button onClick={() => void stores.start()}>{t('retry')}</Button>}
        />
      </main>
    );
  }
  if (shown === 'office') {
    return (
      <Suspense fallback={<main aria-busy="true" aria-label={t('loading')} />}>
        <OfficeScreen />
      </Suspense>
    );
  }
  return signedIn ? <DeskScreen /> : <SignInScreen />;
}
