/** `npm start -- --sample`: the first admin and the sample workspace without the set-up page. */
import { randomInt } from 'node:crypto';
import { inWords } from '../language.mjs';

const email = 'admin@recado.local';

/** The set-up page is there only until someone is. */
export async function needsSetUp(address: string): Promise<boolean> {
  const page = await fetch(`${address}/setup`, { redirect: 'manual' });
  return page.status === 200;
}

type SetUp = { sample: { attendants: { email: string }[]; password: string } | null };

/** Does what the set-up page does; the passwords are made up here and printed once. */
export async function setUpSample(address: string, code: string | undefined): Promise<void> {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const password = Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('');
  const answer = await fetch(`${address}/api/v1/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: 'Clínica Boa Vista',
      name: inWords('Administrator', 'Administração'),
      email,
      password,
      sample: true,
      code,
    }),
  });
  if (!answer.ok) {
    const { detail } = (await answer.json()) as { detail?: string };
    console.log(
      inWords(`  sample      not made: ${detail}`, `  exemplo     não incluído: ${detail}`),
    );
    return;
  }
  const { sample } = (await answer.json()) as SetUp;
  const once = inWords('shown only now', 'mostrada só agora');
  const word = inWords('password', 'senha');
  console.log(inWords('  sign in', '  entrar'));
  console.log(`    admin       ${email}   ${word} ${password}   (${once})`);
  for (const attendant of sample?.attendants ?? []) {
    console.log(`    attendant   ${attendant.email}   ${word} ${sample?.password}`);
  }
}
