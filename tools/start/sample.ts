/** `npm start -- --sample`: the first admin and the sample workspace without the set-up page. */
import { randomBytes } from 'node:crypto';
import { inWords } from '../language.mjs';

const email = 'admin@recado.local';

export async function needsSetUp(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/v1/set-up`);
  if (!answer.ok) return false;
  const said = (await answer.json()) as { needed?: boolean };
  return said.needed === true;
}

/** Does what the set-up page does, with a password of its own that is printed once. */
export async function setUpSample(address: string): Promise<void> {
  const password = randomBytes(9).toString('base64url');
  const answer = await fetch(`${address}/api/v1/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: 'Clínica Boa Vista',
      name: inWords('Administrator', 'Administração'),
      email,
      password,
      sample: true,
    }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  console.log(
    inWords(
      `  sign in     ${email}  password: ${password}  (shown only now)`,
      `  entrar      ${email}  senha: ${password}  (mostrada só agora)`,
    ),
  );
}
