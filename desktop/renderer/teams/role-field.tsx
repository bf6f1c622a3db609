import { useTranslations } from 'use-intl';
import type { Role } from '#shared/contract/user.ts';
import { ChoiceField } from '../ui/choice-field.tsx';

const roles: readonly Role[] = ['attendant', 'admin'];

export function RoleField({ role, onChoose }: { role: Role; onChoose: (role: Role) => void }) {
  const t = useTranslations('people');
  const account = useTranslations('account');
  return (
    <ChoiceField<Role>
      label={t('role')}
      hint={t(`roleText.${role}`)}
      value={role}
      onChoose={onChoose}
      choices={roles.map((value) => ({ value, label: account(value) }))}
    />
  );
}
