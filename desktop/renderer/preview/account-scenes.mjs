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

const account = async (page) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: /^(Conta|Account)$/ }).click();
};
const factor = async (page) => {
  await account(page);
  await page.getByRole('button', { name: /^(Ativar|Turn on)$/ }).click();
  await page.getByRole('textbox', { name: /Senha atual|Present password/ }).fill('certa');
  await page.keyboard.press('Enter');
  await page.locator('[data-qr]').waitFor();
};
const people = async (page) => {
  await open(/Quem faz o quê|Who does what/)(page);
  await page.getByRole('button', { name: /Equipes e distribuição|Teams and routing/ }).click();
  await page.getByRole('tab', { name: /Pessoas|People/ }).click();
  await page.getByRole('navigation', { name: /Pessoas|People/ }).waitFor();
};
const person = (n) => async (page) => {
  await people(page);
  await page
    .getByRole('navigation', { name: /Pessoas|People/ })
    .getByRole('button')
    .nth(n)
    .click();
};
const press = (name) => (page) => page.getByRole('button', { name }).last().click();
const invited = async (page) => {
  await person(0)(page);
  await page.getByLabel(/^(Nome|Name)$/).fill('Helena Duarte');
  await page.getByLabel(/E-mail/).fill('helena@vidaplena.example');
  await page.keyboard.press('Enter');
};

export const accountScenes = [
  ['own-factor-scan', 'desk', wide, (page) => factor(page)],
  [
    'own-factor-reserve',
    'desk',
    narrow,
    async (page) => {
      await factor(page);
      await page.getByRole('textbox', { name: /Código que|Code that/ }).fill('123456');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'sign-in-code',
    'sign-in',
    wide,
    async (page) => {
      await page.getByLabel(/E-mail/).fill('ana@clinica.com');
      await page.getByLabel(/^(Senha|Password)$/).fill('dupla');
      await page.keyboard.press('Enter');
      await page.getByLabel(/Código do seu|Code of your/).fill('123456');
      await page.keyboard.press('Enter');
    },
  ],
  ['own', 'plain', wide, account],
  ['own-narrow', 'plain', narrow, account],
  ['own-offline', 'offline', wide, account],
  [
    'own-password-wrong',
    'plain',
    narrow,
    async (page) => {
      await account(page);
      await press(/^(Trocar senha|Change password)$/)(page);
      await page.getByRole('textbox', { name: /^(Senha atual|Present password)$/ }).fill('errada');
      await page
        .getByRole('textbox', { name: /^(Nova senha|New password)$/ })
        .fill('nova bem longa');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'own-end',
    'plain',
    wide,
    async (page) => {
      await account(page);
      await press(/(Sair|Sign out).*notebook/)(page);
    },
  ],
  ['people', 'plain', wide, people],
  ['people-one', 'plain', wide, person(2)],
  ['people-one-narrow', 'plain', narrow, person(2)],
  ['people-new', 'plain', narrow, person(0)],
  ['people-invited', 'plain', wide, invited],
  [
    'people-code',
    'plain',
    narrow,
    async (page) => {
      await person(1)(page);
      await press(/Passar um código|Hand over a code/)(page);
    },
  ],
  [
    'people-deactivate',
    'plain',
    wide,
    async (page) => {
      await person(1)(page);
      await press(/^(Desativar|Deactivate)$/)(page);
    },
  ],
  [
    'people-last',
    'plain',
    wide,
    async (page) => {
      await people(page);
      await page.getByRole('button', { name: /^Beatriz/ }).click();
      await press(/^(Desativar|Deactivate)$/)(page);
      await press(/^(Desativar|Deactivate)$/)(page);
    },
  ],
  [
    'people-offline',
    'offline',
    wide,
    async (page) => {
      await open(/Quem faz o quê|Who does what/)(page);
      await page.getByRole('button', { name: /Equipes e distribuição|Teams and routing/ }).click();
      await page.getByRole('tab', { name: /Pessoas|People/ }).click();
    },
  ],
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
