export const sections = ['general', 'notifications', 'sounds', 'appSection'] as const;
export type Section = (typeof sections)[number];
