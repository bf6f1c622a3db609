import { type HostAbility, type Settings, usualSettings } from '#shared/contract/settings.ts';
import { useOpening, useStores } from '../shell/context.ts';

/** What was chosen, what chooses, and what this host can do. */
export function useSettings() {
  const { opening } = useStores();
  const settings = useOpening((state) => state.opening?.settings) ?? usualSettings;
  const abilities = useOpening((state) => state.opening?.abilities);
  return {
    settings,
    can: (ability: HostAbility) => abilities?.includes(ability) ?? false,
    choose: (part: Partial<Settings>) => void opening.choose(part),
  };
}
