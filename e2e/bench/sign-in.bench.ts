/** Whether the time of a refused sign-in tells which e-mails there are. */
import pg from 'pg';
import { openSignIn } from '#server/platform/sign-in.ts';
import { Refused } from '#shared/contract/refusal.ts';
import {
  addAttendant,
  admin,
  postgresOf,
  rest,
  signIn as signInAs,
  startServer,
} from '../programs.ts';
import { below, figure, quantile } from './figures.ts';

const rounds = 60;
const server = await startServer();
const pool = new pg.Pool({ connectionString: postgresOf(server), max: 2 });
try {
  const ana = await addAttendant(server, 'Ana');
  const gone = await addAttendant(server, 'Rui');
  const token = await signInAs(server, admin);
  type Page = { items: { id: string; email: string }[] };
  const { items } = await rest<Page>(server, token, 'GET', '/api/v1/users');
  const id = items.find(({ email }) => email === gone.email)?.id;
  await rest(server, token, 'PATCH', `/api/v1/users/${id}`, { active: false });

  const many = 1_000_000;
  const signIn = await openSignIn(pool, async () => 'none', {
    ...{ perAddressAndEmail: many, perAddress: many, perAccount: many },
  });
  const emails = { known: ana.email, unknown: 'ninguem@clinica.example', deactivated: gone.email };
  const took: Record<string, number[]> = { known: [], unknown: [], deactivated: [] };
  // In turns, so that whatever the machine does meanwhile happens to all of them.
  for (let n = 0; n < rounds; n += 1) {
    for (const [name, email] of Object.entries(emails)) {
      const begun = performance.now();
      await signIn({ email, password: 'chute errado' }, '203.0.113.1').catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
      took[name]?.push(performance.now() - begun);
    }
  }
  const medians = Object.values(took).map((times) => quantile(times, 0.5));
  figure('a wrong password of somebody who is there, p50', medians[0] ?? Number.NaN, 'ms');
  below(
    'the slowest of known, unknown and deactivated, to the fastest',
    Math.max(...medians) / Math.min(...medians),
    'x',
    1.1,
  );
} finally {
  await pool.end();
  await server.close();
}
