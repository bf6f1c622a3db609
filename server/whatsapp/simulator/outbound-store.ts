/** What WhatsApp has for the server until the server has acknowledged it. */
import type { DriverEvent } from '../driver.ts';
import type { DurableFile } from '../durable-file.ts';
import type { Pending } from './phone.ts';

export type Outbound = {
  /** `held`: it is on the phone still, which is offline. */
  add(phone: string | null, event: DriverEvent, held: boolean): void;
  /** Events not yet acknowledged, in order. */
  pending(limit: number): Pending[];
  forget(nth: number): void;
  /** The phone is back: what it held goes, in its order. */
  letGo(phone: string): void;
};

export function openOutbound(db: DurableFile['db']): Outbound {
  const add = db.prepare('insert into outbound (phone, event, held_on) values (?, ?, ?)');
  const waiting = db.prepare(
    'select nth, phone, event from outbound where held_on is null order by nth limit ?',
  );
  const forget = db.prepare('delete from outbound where nth = ?');
  const letGo = db.prepare('update outbound set held_on = null where held_on = ?');
  return {
    add: (phone, event, held) => {
      add.run(phone, JSON.stringify(event), held ? phone : null);
    },
    pending: (limit) =>
      (waiting.all(limit) as { nth: number; phone: string | null; event: string }[]).map((row) => {
        const event = JSON.parse(row.event) as DriverEvent;
        // An older version wrote none beside the event.
        return { nth: row.nth, phone: row.phone ?? ('phone' in event ? event.phone : null), event };
      }),
    forget: (nth) => {
      forget.run(nth);
    },
    letGo: (phone) => {
      letGo.run(phone);
    },
  };
}
