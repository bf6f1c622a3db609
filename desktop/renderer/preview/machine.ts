import type { Opening } from '#shared/contract/bridge.ts';
import { hostAbilities, usualSettings } from '#shared/contract/settings.ts';

/** A machine that can do everything, on which nobody has chosen anything. */
export const machineOf = (
  scene: string,
): Pick<Opening, 'settings' | 'abilities' | 'pausedUntil' | 'appUpdate'> => ({
  settings: usualSettings,
  abilities: [...hostAbilities],
  pausedUntil: null,
  appUpdate:
    scene === 'app-update'
      ? {
          ...{ state: 'ready', version: '0.2.0', progress: 100, reason: null },
          notes: 'Busca mais rápida.\nMenos espera ao abrir conversas longas.',
        }
      : { state: 'none', version: null, notes: '', progress: 0, reason: null },
});

export const machineAnswers = {
  saveSettings: () => null,
  pauseNotifications: () => null,
  checkForUpdate: () => null,
  restartToUpdate: () => null,
  left: () => null,
};
