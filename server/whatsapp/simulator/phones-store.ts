/** The phones themselves: whose they are, and what their list shows of them. */

import type { Who } from '../driver.ts';
import type { DurableFile } from '../durable-file.ts';
import type { Phone, PhoneChange } from './phone.ts';

export type Known = { name: string | null; online: boolean; who: Who };

export type Phones = {
  /** Makes it where it is not there; a name, where given, is its name from then on. */
  add(phone: string, name?: string): void;
  known(phone: string): Known;
  /** Whose conversation it is, by any of the names that WhatsApp gave. */
  named(who: Who): string | null;
  change(phone: string, change: PhoneChange): void;
  list(limit: number, search: string): Phone[];
  one(phone: string): Phone | null;
};

const columns = `
  p.phone, p.name, p.online, m.text "lastText", m.kind "lastKind", m.from_contact "lastFromContact",
  m.status "lastStatus", m.sent_at "lastAt", p.lid, p.bsuid, p.username,
  p.number_hidden "numberHidden", p.calls, c.whatsapp_id "callId", c.video, c.ours,
  c.taken_at "takenAt", f.sha256 picture,
  (select count(*) from messages u where u.phone = p.phone and u.from_contact = 0
     and u.status in ('sent', 'delivered') and u.arrived = 1) unread
  from phones p left join calls c on c.phone = p.phone
    left join pictures f on f.phone = p.phone left join messages m on m.nth =
    (select max(nth) from messages where phone = p.phone and arrived = 1)`;

type Names = { lid: string | null; bsuid: string | null; username: string | null };
type PhoneRow = Omit<
  Phone,
  'online' | 'lastFromContact' | 'call' | 'numberHidden' | 'picture' | keyof Names
> &
  Names & {
    online: number;
    lastFromContact: number | null;
    numberHidden: number;
    callId: string | null;
    picture: string | null;
    video: number;
    ours: number;
    takenAt: string | null;
  };

const given = ({ lid, bsuid, username }: Names) => ({
  ...(lid && { lid }),
  ...(bsuid && { bsuid }),
  ...(username && { username }),
});

function asPhone(phone: PhoneRow): Phone {
  const { callId, video, ours, takenAt, numberHidden, picture, lid, bsuid, username, ...row } =
    phone;
  return {
    ...row,
    online: row.online === 1,
    lastFromContact: row.lastFromContact === null ? null : row.lastFromContact === 1,
    ...given({ lid, bsuid, username }),
    ...(numberHidden && { numberHidden: true }),
    // Another picture has another address: browsers keep them.
    ...(picture && { picture: `/simulator/contacts/${row.phone}/picture?${picture.slice(0, 12)}` }),
    ...(callId && {
      call: { whatsappId: callId, video: video === 1, fromContact: ours === 0, takenAt },
    }),
  };
}

export function openPhones(db: DurableFile['db']): Phones {
  const add = db.prepare(
    `insert into phones (phone, name) values (?, ?)
     on conflict (phone) do update set name = coalesce(excluded.name, name)
     where excluded.name is not null`,
  );
  const known = db.prepare(
    'select name, online, lid, bsuid, username, number_hidden hidden from phones where phone = ?',
  );
  const named = db
    .prepare('select phone from phones where phone = ? or lid = ? or bsuid = ? limit 1')
    .pluck();
  const change = db.prepare(
    `update phones set lid = coalesce(@lid, lid), bsuid = coalesce(@bsuid, bsuid),
       username = coalesce(@username, username), online = coalesce(@online, online),
       number_hidden = coalesce(@hidden, number_hidden), calls = coalesce(@calls, calls)
     where phone = @phone`,
  );
  const listed = db.prepare(
    `select ${columns}
     where ? = '' or instr(p.phone, ?) > 0 or instr(lower(coalesce(p.name, '')), ?) > 0
     order by c.phone is null, m.nth desc nulls last, p.rowid desc limit ?`,
  );
  const one = db.prepare(`select ${columns} where p.phone = ?`);
  const asNumber = (flag: boolean | undefined) => (flag === undefined ? null : Number(flag));

  return {
    add: (phone, name) => {
      add.run(phone, name ?? null);
    },
    known(phone) {
      const row = known.get(phone) as
        | (Names & { name: string | null; online: number; hidden: number })
        | undefined;
      if (!row) return { name: null, online: true, who: { phone } };
      const names = given(row);
      // Somebody has to be somebody.
      const hidden = row.hidden === 1 && (row.lid !== null || row.bsuid !== null);
      const who = { phone: hidden ? null : phone, ...names };
      return { name: row.name, online: row.online === 1, who };
    },
    named: ({ phone, lid, bsuid }) =>
      (named.get(phone, lid ?? null, bsuid ?? null) as string | undefined) ?? phone,
    change(phone, { name, online, numberHidden, lid, bsuid, username, calls }) {
      add.run(phone, name ?? null);
      change.run({
        phone,
        lid: lid ?? null,
        bsuid: bsuid ?? null,
        username: username ?? null,
        online: asNumber(online),
        hidden: asNumber(numberHidden),
        calls: calls ?? null,
      });
    },
    list(limit, search) {
      const name = search.toLowerCase();
      const number = search.replace(/[\s()+-]/g, '');
      return (listed.all(search, number || search, name, limit) as PhoneRow[]).map(asPhone);
    },
    one(phone) {
      const row = one.get(phone) as PhoneRow | undefined;
      return row ? asPhone(row) : null;
    },
  };
}
