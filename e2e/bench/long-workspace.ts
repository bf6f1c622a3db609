/** A server and a console that have worked together for years: the same rows on both, in step. */
import { constants, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openSqlite } from '#core/cache/sqlite.ts';
import { accountName } from '#core/home.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { addAttendant, freshFolder, type Person, postgresOf, type Server } from '../programs.ts';
import { attendantId, cacheKey, longHistory, openHistory } from './long-history.ts';

/** Of each conversation the server has the newest; the console has all of them. */
const onServer = 20;
const chunk = 250;

export type LongWorkspace = {
  ana: Person;
  /** Of a console that was closed with everything read. */
  consoleFolder: string;
};

export async function fillLongWorkspace(server: Server): Promise<LongWorkspace> {
  const ana = await addAttendant(server, 'Ana');
  const history = join(longHistory(), 'cache.sqlite');
  const client = new pg.Client({ connectionString: postgresOf(server) });
  await client.connect();
  try {
    await client.query('update users set id = $1 where email = $2', [attendantId, ana.email]);
    // What is old by now shall not end by itself.
    await client.query(
      `insert into settings (key, value)
       values ('timing', '{"inactivityMinutes": null, "unattendedMinutes": null}')`,
    );
    await copyRows(history, client);
    const { rows: users } = await client.query('select id, name, role, active from users');
    const { rows: feed } = await client.query('select epoch, head from feed');

    const consoleFolder = freshFolder('console');
    const account = accountName(server.address, attendantId);
    const folder = join(consoleFolder, 'accounts', account);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(consoleFolder, 'keys.json'), JSON.stringify({ [account]: cacheKey }));
    copyFileSync(history, join(folder, 'cache.sqlite'), constants.COPYFILE_FICLONE);
    const cache = openHistory(folder);
    cache.apply(
      users.map((row: Colleague) => ({ entity: 'user', id: row.id, row })),
      { epoch: feed[0].epoch, seq: Number(feed[0].head) },
    );
    cache.close();
    return { ana, consoleFolder };
  } finally {
    await client.end();
  }
}

async function copyRows(history: string, client: pg.Client): Promise<void> {
  const cache = openSqlite(history, { key: cacheKey, timeout: 2_000 });
  const conversations = cache
    .prepare('select id from conversations order by id')
    .pluck()
    .all() as string[];
  const read = (sql: string) => cache.prepare(sql).pluck();
  const few = 'in (select value from json_each(?))';
  const contacts = read(
    `select json_group_array(json_object('id', k.id, 'name', k.name, 'phone', k.phone,
       'created_at', k.created_at))
     from contacts k join conversations c on c.contact_id = k.id where c.id ${few}`,
  );
  const places = read(
    `select json_group_array(json_object('id', id, 'contact_id', contact_id,
       'last_position', last_position, 'settled_position', settled_position,
       'last_activity_at', last_activity_at))
     from conversations where id ${few}`,
  );
  const services = read(
    `select json_group_array(json_object('id', id, 'conversation_id', conversation_id,
       'state', state, 'attendant_id', attendant_id, 'created_at', created_at,
       'started_at', started_at, 'finished_at', finished_at, 'finish_reason', finish_reason,
       'last_interaction_at', last_interaction_at))
     from services where conversation_id ${few}`,
  );
  const messages = read(
    `select json_group_array(json_object('id', m.id, 'conversation_id', conversation_id,
       'service_id', service_id, 'position', position, 'direction', direction, 'kind', kind,
       'text', text, 'author_id', author_id, 'status', status, 'sent_at', sent_at,
       'whatsapp_id', 'OLD' || m.id, 'quote', more -> '$.quote',
       'reactions', coalesce(more -> '$.reactions', json('[]'))))
     from messages m join conversations c on c.id = m.conversation_id
     where c.id ${few} and m.position > c.last_position - ${onServer}`,
  );
  try {
    await client.query('begin');
    for (let from = 0; from < conversations.length; from += chunk) {
      const some = JSON.stringify(conversations.slice(from, from + chunk));
      const put = async (table: string, columns: string, rows: unknown) => {
        await client.query(
          `insert into ${table} (${columns})
           select ${columns} from json_populate_recordset(null::${table}, $1)`,
          [rows],
        );
      };
      await put('contacts', 'id, name, phone, created_at', contacts.get(some));
      await put(
        'conversations',
        'id, contact_id, last_position, settled_position, last_activity_at',
        places.get(some),
      );
      await put(
        'services',
        `id, conversation_id, state, attendant_id, created_at, started_at, finished_at,
         finish_reason, last_interaction_at`,
        services.get(some),
      );
      await put(
        'messages',
        `id, conversation_id, service_id, position, direction, kind, text, author_id, status,
         sent_at, whatsapp_id, quote, reactions`,
        messages.get(some),
      );
    }
    await client.query('commit');
    await client.query('analyze');
  } finally {
    cache.close();
  }
}
