/** With the password, or without one: by asking for a code, or with the code in hand. */
export type Way = 'password' | 'ask' | 'code';
/** What stays when one goes from one way to another. */
export type Typed = { server: string; email: string };
