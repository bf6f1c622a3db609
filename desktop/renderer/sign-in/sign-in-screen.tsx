import { Globe } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { languages } from '../i18n/language.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import css from './sign-in.module.css';
import type { Way } from './way.ts';
import { SignInWays, useWayWords } from './ways.tsx';

export function SignInScreen() {
  const t = useTranslations();
  const language = useLocale();
  const { opening } = useStores();
  const [way, setWay] = useState<Way>('password');
  const words = useWayWords()[way];
  const version = useOpening((state) => state.opening?.version ?? '');
  return (
    <main className={css.screen}>
      <div className={css.brand}>
        <Mark size={44} />
        <div>
          <p className={css.name}>{t('app.name')}</p>
          <p className={css.tagline}>{t('app.tagline')}</p>
        </div>
      </div>
      <section className={css.card} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title" className={css.title}>
          {words.title}
        </h1>
        <p className={css.text}>{words.text}</p>
        <SignInWays way={way} onWay={setWay} />
      </section>
      <footer className={css.foot}>
        <Menu
          align="center"
          side="top"
          trigger={
            <Button kind="plain" size="small" icon={<Globe size={14} />}>
              {t(`language.${language}`)}
            </Button>
          }
        >
          <MenuChoice
            label={t('language.label')}
            value={language}
            choices={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
            onChoose={(value) => void opening.prefer({ language: value })}
          />
        </Menu>
        <span className={css.version}>{t('status.version', { version })}</span>
      </footer>
    </main>
  );
}
