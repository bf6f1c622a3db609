import process from 'node:process';

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const locale = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale;
const portuguese = /^pt/i.test(locale);

/**
 * What the commands print, in the language of this machine.
 * @param {string} english @param {string} pt
 */
export const inWords = (english, pt) => (portuguese ? pt : english);
