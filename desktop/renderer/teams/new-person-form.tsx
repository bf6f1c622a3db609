import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CreatedUser } from '#shared/contract/password.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Role } from '#shared/contract/user.ts';
import { useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './people.module.css';
import { RoleField } from './role-field.tsx';

/** Without a password: whoever is added chooses it with the invitation. */
export function NewPersonForm({ onMade }: { onMade: (made: CreatedUser) => void }) {
  const t = useTranslations('people');
  const why = useWhy();
  const { asks } = useStores();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('attendant');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Pick<ConsoleRefusal, 'code'> | null>(null);
  const nameless = name.trim() === '';
  const badEmail = !/^[^\s@]+@[^\s@]+$/.test(email.trim());
  const taken = trouble?.code === 'email-taken';

  async function invite(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(null);
    if (busy || nameless || badEmail) return;
    setBusy(true);
    const answer = await asks('addUser', { name: name.trim(), email: email.trim(), role });
    setBusy(false);
    if (answer.ok) onMade(answer.value);
    else setTrouble(answer);
  }
  return (
    <form className={css.fields} onSubmit={(event) => void invite(event)} noValidate>
      <div>
        <h3 className={css.title}>{t('addTitle')}</h3>
        <p className={css.soft}>{t('addText')}</p>
      </div>
      <TextField
        label={t('name')}
        value={name}
        maxLength={120}
        autoComplete="off"
        autoFocus
        error={tried && nameless ? t('nameless') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('email')}
        type="email"
        value={email}
        maxLength={254}
        autoComplete="off"
        error={tried && badEmail ? t('badEmail') : taken && trouble ? why(trouble) : undefined}
        onChange={(event) => {
          setEmail(event.target.value);
          setTrouble(null);
        }}
      />
      <RoleField role={role} onChoose={setRole} />
      <p role="alert" className={css.bad}>
        {trouble && !taken && why(trouble)}
      </p>
      <Button type="submit" kind="primary" busy={busy} className={css.start}>
        {t('invite')}
      </Button>
    </form>
  );
}
