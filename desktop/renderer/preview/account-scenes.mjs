// biome-ignore-all lint/correctness/noNodejsModules: a part of shots.mjs.
// Ways in without a password, one's own account, and the people of the workspace.
import { narrow, open, wide } from './hands.mjs';

const forgot = open(/Esqueci minha senha|Forgot my password/);
const haveCode = open(/Tenho um código|I have a code/);
const asked = async (page) => {
  await forgot(page);
  await page.getByLabel(/E-mail/).fill('ana@clinica.com');
  await page.keyboard.press('Enter');
};
const coded = (code, password) => async (page) => {
  await haveCode(page);
  await page.getByLabel(/E-mail/).fill('ana@clinica.com');
  await page.getByRole('textbox', { name: /^(Código|Code)$/ }).fill(code);
  await page.getByRole('textbox', { name: /^(Nova senha|New password)$/ }).fill(password);
  await page.keyboard.press('Enter');
};

export const accountScenes = [
  ['way-forgot', 'sign-in', wide, forgot],
  ['way-asked', 'sign-in', narrow, asked],
  ['way-code', 'sign-in', narrow, haveCode],
  ['way-code-short', 'sign-in', wide, coded('K7QW-2MXP', 'curta')],
  ['way-code-wrong', 'sign-in', wide, coded('ERRADO', 'uma senha bem longa')],
  ['way-code-used', 'sign-in', wide, coded('K7QW-2MXP', 'uma senha bem longa')],
  [
    'way-again',
    'needed',
    narrow,
    async (page) => {
      await open(/Entrar de novo|Sign in again/)(page);
      await haveCode(page);
    },
  ],
];
