/** How the server of the core's tests misbehaves when told to. */
export type Faults = {
  /** Nobody is let in: the server cannot look anyone up. */
  databaseAway: boolean;
  /** What happens to the next command's acknowledgement. */
  command: 'none' | 'unheard' | 'cut-before' | 'cut-after' | 'silent';
  /** Every push is sent so often. */
  pushes: number;
  /** Pushes are kept back until `releasePushes`. */
  hold: boolean;
};
