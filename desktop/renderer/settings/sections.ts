export const sections = ['general', 'account', 'notifications', 'sounds', 'appSection'] as const;
export type Section = (typeof sections)[number];
