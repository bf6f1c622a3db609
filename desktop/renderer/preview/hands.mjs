// What the scenes have in common.

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 900, height: 600 };
export const open = (name) => (page) => page.getByRole('button', { name }).first().click();
