/** A long history, written by SQL: what a busy year leaves behind. */
import pg from 'pg';
import { postgresOf, type Server } from '../programs.ts';

/** Waiting conversations of the last days with their messages; consoles begin from a new epoch. */
export async function fillWorkspace(
  server: Server,
  conversations: number,
  each: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: postgresOf(server) });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `create temp table made on commit drop as
       select n, gen_random_uuid() contact, gen_random_uuid() conversation, gen_random_uuid() service,
              now() - make_interval(secs => n * 30) as at
       from generate_series(1, ${Math.trunc(conversations)}) n`,
    );
    await client.query(
      `insert into contacts (id, phone, whatsapp_name)
       select contact, '+55117' || (10000000 + n), 'Contato ' || n from made`,
    );
    await client.query(
      `insert into conversations (id, contact_id, last_position, last_activity_at)
       select conversation, contact, $1::int, at from made`,
      [each],
    );
    await client.query(
      `insert into services (id, conversation_id, state, created_at, last_interaction_at)
       select service, conversation, 'waiting', at, at from made`,
    );
    await client.query(
      `insert into messages (id, conversation_id, service_id, position, direction, kind, text,
                             whatsapp_id, sent_at)
       select gen_random_uuid(), conversation, service, p, 'in', 'text',
              'Mensagem ' || p || ' do contato ' || n || ', com um texto de tamanho comum.',
              'FILL' || n || '-' || p, at - make_interval(secs => ($1::int - p) * 60)
       from made, generate_series(1, $1::int) p`,
      [each],
    );
    await client.query('update feed set epoch = gen_random_uuid()');
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
}
