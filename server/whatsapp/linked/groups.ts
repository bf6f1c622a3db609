/** What is known of groups: their names, for their conversations, and their members, for sending. */
import { areJidsSameUser, type GroupMetadata, type WASocket } from '@whiskeysockets/baileys';
import type { Log } from '../../platform/log.ts';
import type { DriverEvent } from '../driver.ts';
import { groupOf, jidOfGroup } from './names.ts';
import type { Clock } from './pacing.ts';
import { subjectsOf } from './translate-rest.ts';

export type Groups = {
  /** Somebody wrote in it: it is asked about, once. */
  seen(group: string): void;
  /** Null: nothing yet. */
  about(group: string): { name: string | null; isAdmin(jid: string): boolean } | null;
  /** For the library: the members, as long as they can be believed. */
  members(jid: string): GroupMetadata | undefined;
  /** WhatsApp tells of groups, of some of them all, of others what is new. */
  told(groups: readonly Partial<GroupMetadata>[]): void;
  /** Somebody came, left, or may more or less than before. */
  membersChanged(jid: string): void;
  resume(): void;
  close(): void;
};

export type GroupsDeps = {
  open(): Pick<WASocket, 'groupMetadata'> | null;
  shown(): boolean;
  take(events: DriverEvent[]): void;
  clock: Clock;
  log: Log;
};

const gapMs = 1_000;
const believedMs = 10 * 60_000;
const mostKnown = 2_000;

export function openGroups({ open, shown, take, clock, log }: GroupsDeps): Groups {
  const known = new Map<string, { metadata: GroupMetadata; at: number }>();
  const asked = new Set<string>();
  let waiting: string[] = [];
  let underway: AbortController | null = null;

  function learn(metadata: GroupMetadata): void {
    const group = groupOf(metadata.id);
    if (group === null) return;
    known.delete(group);
    known.set(group, { metadata, at: clock.now() });
    const oldest = known.keys().next();
    if (known.size > mostKnown && !oldest.done) known.delete(oldest.value);
  }
  function wait(group: string): void {
    if (waiting.includes(group)) return;
    asked.add(group);
    waiting.push(group);
    void run();
  }
  async function run(): Promise<void> {
    if (underway) return;
    const stop = new AbortController();
    underway = stop;
    while (!stop.signal.aborted) {
      const sock = open();
      const group = sock && waiting.shift();
      if (!sock || !group) break;
      try {
        const metadata = await sock.groupMetadata(jidOfGroup(group));
        learn(metadata);
        take(subjectsOf([metadata]));
      } catch (error) {
        log.info({ err: error, group }, 'WhatsApp did not tell about a group');
      }
      await clock.wait(gapMs, stop.signal);
    }
    if (underway === stop) underway = null;
  }

  return {
    seen(group) {
      if (!asked.has(group)) wait(group);
    },
    about(group) {
      const metadata = known.get(group)?.metadata;
      if (!metadata) return null;
      const isAdmin = (jid: string) =>
        metadata.participants.some(
          ({ id, lid, phoneNumber, admin }) =>
            Boolean(admin) && [id, lid, phoneNumber].some((one) => areJidsSameUser(one, jid)),
        );
      return { name: metadata.subject || null, isAdmin };
    },
    members(jid) {
      const found = known.get(groupOf(jid) ?? '');
      return found && clock.now() - found.at < believedMs ? found.metadata : undefined;
    },
    told(groups) {
      for (const { id, ...news } of groups) {
        const before = known.get(groupOf(id) ?? '')?.metadata;
        if (id && news.participants) learn({ ...news, id } as GroupMetadata);
        else if (before) Object.assign(before, news);
      }
      if (shown()) take(subjectsOf(groups));
    },
    membersChanged(jid) {
      const group = groupOf(jid);
      if (group === null || !known.delete(group)) return;
      if (shown()) wait(group);
    },
    resume: () => void run(),
    close() {
      underway?.abort();
      underway = null;
      waiting = [];
      asked.clear();
      known.clear();
    },
  };
}
