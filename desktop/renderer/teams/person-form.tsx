import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PasswordCode } from '#shared/contract/password.ts';
import type { User, UserPatch } from '#shared/contract/user.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Confirm } from './confirm.tsx';
import css from './people.module.css';
import { RoleField } from './role-field.tsx';

const most = 200;
const capacityIn = (text: string): number | null => {
  const capacity = Number(text);
  const fits = text.trim() !== '' && Number.isInteger(capacity);
  return fits && capacity >= 0 && capacity <= most ? capacity : null;
};

type Props = {
  user: User;
  /** The keyboard goes on here. */
  begun: boolean;
  onChanged: (user: User) => void;
  onCode: (code: PasswordCode) => void;
};

/** Who somebody is, how much they are given, how they get in, and whether they may. */
export function PersonForm({ user, begun, onChanged, onCode }: Props) {
  const t = useTranslations('people');
  const factor = useTranslations('factor');
  const why = useWhy();
  const { asks } = useStores();
  const self = useOpening((state) => state.opening?.user?.id === user.id);
  const known = useOpening((state) => state.colleagues.get(user.id)?.capacity);
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [room, setRoom] = useState<string | null>(null);
  const [asking, setAsking] = useState<'deactivate' | 'demote' | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<{ saved: boolean; words: string } | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const was = useRef<typeof asking | 'elsewhere'>(begun ? 'elsewhere' : null);
  useEffect(() => {
    if (was.current !== null && asking === null) title.current?.focus();
    was.current = asking;
  }, [asking]);

  const nameless = name.trim() === '';
  const capacity = room === null ? known : capacityIn(room);
  const patch: Pick<UserPatch, 'name' | 'role'> = {
    ...(name.trim() !== user.name && { name: name.trim() }),
    ...(role !== user.role && { role }),
  };
  const changed = Object.keys(patch).length > 0 || (user.active && capacity !== known);

  /** True when it holds. */
  async function change(patch: UserPatch): Promise<boolean> {
    const answer = await asks('changeUser', { id: user.id, patch });
    if (answer.ok) onChanged(answer.value);
    else setSaid({ saved: false, words: why(answer) });
    return answer.ok;
  }
  async function giveRoom(): Promise<boolean> {
    if (!user.active || capacity === known || typeof capacity !== 'number') return true;
    const answer = await asks('setCapacity', { userId: user.id, capacity });
    if (!answer.ok) setSaid({ saved: false, words: why(answer) });
    return answer.ok;
  }
  async function during(work: () => Promise<boolean>): Promise<void> {
    setBusy(true);
    setSaid(null);
    const done = await work();
    setBusy(false);
    setAsking(null);
    if (done) setSaid({ saved: true, words: t('saved') });
  }
  const saveAll = () =>
    during(async () => (Object.keys(patch).length === 0 || (await change(patch))) && giveRoom());
  function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (busy || nameless || capacity === null) return;
    if (self && patch.role === 'attendant') return setAsking('demote');
    void saveAll();
  }
  async function handOver() {
    setBusy(true);
    setSaid(null);
    const answer = await asks('codeFor', { userId: user.id });
    setBusy(false);
    if (answer.ok) onCode(answer.value);
    else setSaid({ saved: false, words: why(answer) });
  }

  async function endFactor() {
    setBusy(true);
    setSaid(null);
    const answer = await asks('endFactorOf', { userId: user.id });
    setBusy(false);
    setSaid(
      answer.ok ? { saved: true, words: factor('endedOf') } : { saved: false, words: why(answer) },
    );
  }

  if (asking !== null) {
    const demoting = asking === 'demote';
    return (
      <Confirm
        title={demoting ? t('role') : t('deactivateTitle', { name: user.name })}
        texts={[
          ...(demoting ? [t('demoteSelf')] : [t('deactivateText')]),
          ...(self && !demoting ? [t('deactivateSelf')] : []),
        ]}
        go={t(demoting ? 'save' : 'deactivate')}
        back={t('cancel')}
        busy={busy}
        onBack={() => setAsking(null)}
        onGo={() => (demoting ? void saveAll() : void during(() => change({ active: false })))}
      />
    );
  }
  return (
    <div className={css.fields}>
      <form className={css.fields} onSubmit={save} noValidate>
        <div>
          <h3 ref={title} tabIndex={-1} className={css.title}>
            <bdi>{user.name}</bdi>
            {self && <span className={css.soft}> ({t('you')})</span>}
          </h3>
          <p className={css.soft}>
            <bdi>{user.email}</bdi>
          </p>
        </div>
        <TextField
          label={t('name')}
          value={name}
          maxLength={120}
          error={tried && nameless ? t('nameless') : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <RoleField role={role} onChoose={setRole} />
        {user.active && (
          <TextField
            label={t('capacity')}
            hint={t('capacityText')}
            error={tried && capacity === null ? t('badCapacity', { most }) : undefined}
            inputMode="numeric"
            autoComplete="off"
            value={room ?? String(known ?? '')}
            onChange={(event) => setRoom(event.target.value)}
          />
        )}
        <Button type="submit" kind="primary" busy={busy} disabled={!changed} className={css.start}>
          {t('save')}
        </Button>
        <p role={said?.saved ? 'status' : 'alert'} className={said?.saved ? css.good : css.bad}>
          {said?.words}
        </p>
      </form>
      {user.active && !self && (
        <div className={css.more}>
          <p className={css.soft}>{t('signInText')}</p>
          <Button busy={busy} onClick={() => void handOver()}>
            {t('handOver')}
          </Button>
          <p className={css.soft}>{factor('ofText')}</p>
          <Button busy={busy} onClick={() => void endFactor()}>
            {factor('endOf')}
          </Button>
        </div>
      )}
      <div className={css.more}>
        {!user.active && <p className={css.soft}>{t('reactivateText')}</p>}
        {user.active ? (
          <Button onClick={() => setAsking('deactivate')}>{t('deactivate')}</Button>
        ) : (
          <Button busy={busy} onClick={() => void during(() => change({ active: true }))}>
            {t('reactivate')}
          </Button>
        )}
      </div>
    </div>
  );
}
