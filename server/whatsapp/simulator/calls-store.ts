/** The calls under way, one a phone, and what the server is told of each. */
import type { CallEvent } from '../driver.ts';
import type { DurableFile } from '../durable-file.ts';
import type { Messages } from './messages-store.ts';
import type { Outbound } from './outbound-store.ts';
import type { CallEnd } from './phone.ts';
import type { Phones } from './phones-store.ts';

export type CallsStore = {
  /** The contact calls; the id of it, or null while another call of that phone is under way. */
  ring(phone: string, video: boolean): string | null;
  /** The server calls the phone; false while another call of it is under way. */
  dial(phone: string, whatsappId: string): boolean;
  /** It came to nothing before anybody heard of it. */
  undial(whatsappId: string): void;
  /** The server hears that it rings. */
  tellRinging(whatsappId: string, sdp?: string): void;
  /** Somebody took it; false: it does not ring. `sdp`: the phone took it, which the server hears. */
  take(whatsappId: string, sdp?: string): boolean;
  /** How it ended, which the server hears; false: no such call is under way. */
  endCall(phone: string, whatsappId: string, end: CallEnd): boolean;
};

type Parts = {
  phones: Phones;
  outbound: Outbound;
  shown: Messages;
  newId: () => string;
  instant: () => string;
  /** What WhatsApp tells of a phone once its contact has spoken for the first time. */
  introduce: (phone: string) => void;
};
type Row = {
  whatsappId: string;
  phone: string;
  video: number;
  /** The server dialled it. */
  ours: number;
  takenAt: string | null;
};
const columns = 'whatsapp_id "whatsappId", phone, video, ours, taken_at "takenAt"';

export function openCallsStore(
  db: DurableFile['db'],
  { phones, outbound, shown, newId, instant, introduce }: Parts,
): CallsStore {
  const add = db.prepare(
    `insert into calls (whatsapp_id, phone, video, ours) values (?, ?, ?, ?)
     on conflict do nothing`,
  );
  const find = db.prepare(`select ${columns} from calls where whatsapp_id = ?`);
  const all = db.prepare(`select ${columns} from calls`);
  const setTaken = db.prepare('update calls set taken_at = ? where whatsapp_id = ?');
  const remove = db.prepare('delete from calls where whatsapp_id = ?');
  const found = (id: string) => find.get(id) as Row | undefined;

  function tell(call: Row, step: Pick<CallEvent, 'outcome' | 'seconds' | 'sdp'>): void {
    const { name, who } = phones.known(call.phone);
    const event: CallEvent = {
      ...who,
      type: 'call',
      whatsappId: call.whatsappId,
      ...(call.ours && { ours: call.whatsappId }),
      name,
      ...(call.video && { video: true }),
      ...step,
      at: instant(),
    };
    // WhatsApp itself knows of calls: none waits for a phone that is off.
    outbound.add(call.phone, event, false);
    if (!call.ours && !shown.hasSpoken(call.phone)) introduce(call.phone);
  }

  function finish(call: Row, end: CallEnd): void {
    remove.run(call.whatsappId);
    tell(call, end);
    const content = { call: { ...end, ...(call.video && { video: true }) } };
    shown.add({
      ...{ phone: call.phone, whatsappId: call.whatsappId, kind: 'call', text: null, content },
      fromContact: !call.ours,
      status: call.ours ? 'read' : 'delivered',
      sentAt: instant(),
      arrived: true,
    });
  }

  const ring = db.transaction((phone: string, video: boolean): string | null => {
    phones.add(phone);
    const id = newId();
    return add.run(id, phone, Number(video), 0).changes > 0 ? id : null;
  });
  const dial = db.transaction((phone: string, id: string): boolean => {
    phones.add(phone);
    return add.run(id, phone, 0, 1).changes > 0;
  });
  const tellRinging = db.transaction((id: string, sdp?: string) => {
    const call = found(id);
    if (call) tell(call, { outcome: 'ringing', ...(sdp && { sdp }) });
  });
  const take = db.transaction((id: string, sdp?: string): boolean => {
    const call = found(id);
    if (!call || call.takenAt) return false;
    setTaken.run(instant(), id);
    if (sdp) tell(call, { outcome: 'talking', sdp });
    return true;
  });
  const endCall = db.transaction((phone: string, id: string, end: CallEnd): boolean => {
    const call = found(id);
    if (call?.phone !== phone) return false;
    const spoke = end.outcome === 'answered' && call.takenAt;
    const ms = spoke ? Date.parse(instant()) - Date.parse(spoke) : 0;
    finish(call, spoke ? { seconds: Math.round(ms / 1_000), ...end } : end);
    return true;
  });

  // What was under way when the last server died is over; for how long it was spoken, nobody knows.
  db.transaction(() => {
    for (const call of all.all() as Row[]) {
      finish(call, { outcome: call.takenAt ? 'answered' : 'missed' });
    }
  }).immediate();

  return {
    ring: (phone, video) => ring.immediate(phone, video),
    dial: (phone, id) => dial.immediate(phone, id),
    undial: (id) => {
      remove.run(id);
    },
    tellRinging: (id, sdp) => tellRinging.immediate(id, sdp),
    take: (id, sdp) => take.immediate(id, sdp),
    endCall: (phone, id, end) => endCall.immediate(phone, id, end),
  };
}
