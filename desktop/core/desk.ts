/** One signed-in person's desk: the account, what is shown of it, and what is told. */
import type { Language } from '#shared/contract/bridge.ts';
import { usualCopies } from '#shared/contract/copies.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { type Account, type OpenAccount, openAccount } from './account.ts';
import { type Announcer, type Emit, openAnnouncer } from './announcer.ts';
import { isDamage } from './cache/database.ts';
import type { Host } from './host.ts';
import { type MessagePages, openMessagePages } from './message-page.ts';
import { type Notices, openNotices, titleOf } from './notices.ts';
import { refuse } from './refuse.ts';
import { openSavings, type Savings } from './savings/savings.ts';
import { openSearch, type Search } from './search.ts';
import { openShown, type Shown } from './shown.ts';
import { words } from './words.ts';

export type OpenDesk = {
  account: Account;
  user(): SignedInUser;
  /** Null once the sign-in is over. */
  token(): string | null;
  shown: Shown;
  pages: MessagePages;
  search: Search;
  announcer: Announcer;
  notices: Notices;
  savings: Savings;
  /** Seconds in which a message that was just sent can be taken back. */
  undoSend(): number;
  close(): void;
};

export type DeskDeps = Omit<OpenAccount, 'on'> & {
  host: Host;
  emit: Emit;
  /** Conversations whose messages a screen has asked for. */
  watched: ReadonlySet<Id>;
  /** In which is told what is told outside the window. */
  language(): Language;
  badge(count: number): void;
  wants(): { notify: boolean; stays: boolean; hushed: boolean };
  /** The connection, or WhatsApp's, may be another. */
  synced(): void;
  undoSend(): number;
  /** Something that the first screen shows is different: all of it is told again. */
  reopened(): void;
  /** The server knows this user by another name or role now. */
  renamed(user: SignedInUser): void;
  /** The server ended the sign-in. */
  signedOut(): void;
  damaged(): void;
};

/** What comes after an absence is looked at in the list, unless it is this little. */
const fewArrivals = 3;
/** Refusals that are kept until somebody sees to them. */
const mostRefused = 50;

export function openDesk(deps: DeskDeps): OpenDesk {
  const { emit, log } = deps;
  let user = deps.user;
  let { token } = deps;
  let ready = false;

  const account = openAccount({
    ...deps,
    on: {
      changed: (touched, live) => {
        if (touched.colleagues) noteOwnName();
        search.noteTouched(touched);
        for (const { conversationIds } of touched.erased) notices.erased(conversationIds);
        const tell = live || Math.max(touched.arrived.length, touched.given.length) <= fewArrivals;
        const given = tell && !account.feed.rebuilding() ? touched.given : [];
        // Whoever was named is told, however much else there is.
        const mentions = account.feed.rebuilding() ? [] : touched.mentions;
        const part = { given, mentions, ...(!tell && { arrived: [] }) };
        announcer.changed({ ...touched, ...part }, { now: false });
      },
      own: (touched) => announcer.changed(touched, { now: true }),
      refused: (command, refusal) => {
        const [summary] = shown.some([command.conversationId]);
        const contactName = summary ? titleOf(summary) : '';
        const refused = { command, refusal, contactName, at: new Date().toISOString() };
        const { cache } = account;
        const { meta } = cache.tables;
        if (command.type !== 'markRead') {
          cache.keep(() =>
            meta.set('refused', [refused, ...meta.get('refused')].slice(0, mostRefused)),
          );
        }
        emit('refused', refused);
      },
      rebuilt: () => {
        countUnread();
        deps.reopened();
      },
      attachments: (all) => emit('attachments', all),
      sync: () => {
        if (!ready) return;
        emit('sync', account.sync());
        deps.synced();
      },
      welcomed: ({ user: said, workspace, sample, copies = usualCopies }) => {
        const { cache } = account;
        const { meta } = cache.tables;
        const renamed = JSON.stringify(said) !== JSON.stringify(user);
        const kept = JSON.stringify(copies) === JSON.stringify(meta.get('copies'));
        const same = workspace === meta.get('workspace') && sample === meta.get('sample');
        if (!renamed && kept && same) return;
        cache.write(() => {
          meta.set('workspace', workspace);
          meta.set('sample', sample);
          meta.set('copies', copies);
        });
        user = said;
        if (renamed) deps.renamed(said);
        deps.reopened();
      },
      workspace: (name) => {
        const { cache } = account;
        if (name === cache.tables.meta.get('workspace')) return;
        cache.write(() => cache.tables.meta.set('workspace', name));
        deps.reopened();
      },
      whatsappSession: (session) => emit('whatsappSession', session),
      presence: (others) => {
        if (ready) emit('presence', others);
      },
      calls: (calls) => {
        if (!ready) return;
        emit('calls', calls);
        notices.calls(calls);
      },
      signedOut: () => {
        token = null;
        deps.signedOut();
      },
      damaged: deps.damaged,
    },
  });
  /** Given here, on another console of theirs or by an admin. */
  function noteOwnName(): void {
    const row = account.cache.tables.users.all().find(({ id }) => id === user.id);
    if (!row || row.name === user.name) return;
    user = { ...user, name: row.name };
    deps.renamed(user);
    deps.reopened();
  }
  const shown = openShown(account, () => user);
  const notices = openNotices({
    host: deps.host,
    badge: deps.badge,
    wants: deps.wants,
    sound: (kind) => emit('sound', { kind }),
    userId: user.id,
    words: () => words[deps.language()],
    summaries: shown.some,
    teamOf: account.cache.tables.teams.one,
    nameOf: (id) => account.cache.tables.users.all().find((one) => one.id === id)?.name ?? '',
  });
  const announcer = openAnnouncer({
    account,
    shown,
    emit,
    watched: deps.watched,
    told: notices.told,
    mentioned(summary, { note, userIds }) {
      // What was read meanwhile, elsewhere, is told no more.
      const { cache } = account;
      const read = cache.tables.readMarks.of(note.conversationId) >= note.position;
      if (read || !summary.mentioned || note.authorId === user.id) return;
      if (!userIds.includes(user.id)) return;
      const author = cache.tables.users.all().find(({ id }) => id === note.authorId)?.name ?? '';
      const { mentionedBy } = words[deps.language()];
      notices.mentioned(summary, `${mentionedBy(author)}: ${note.text ?? ''}`);
    },
    failed: (error) => log.error({ err: error }, 'what changed could not be read'),
  });
  const pages = openMessagePages(account, shown, (touched) =>
    announcer.changed(touched, { now: false }),
  );
  const search = openSearch(account, shown, (touched) => announcer.changed(touched, { now: true }));
  const countUnread = () => {
    try {
      notices.count(shown.some(account.cache.tables.services.conversationsUnfinished()));
    } catch (error) {
      // Nobody asked for it, so nobody would hear of it.
      if (isDamage(error)) deps.damaged();
      else log.error({ err: error }, 'what is unread could not be counted');
    }
  };
  // After the first screen has had its answer.
  const counting = setImmediate(() => {
    try {
      countUnread();
    } catch (error) {
      if (isDamage(error)) deps.damaged();
      else log.error({ err: error }, 'what is unread could not be counted');
    }
  });
  const savings = openSavings({
    host: deps.host,
    log,
    emit: (all) => emit('savings', all),
    signed() {
      if (token === null) throw refuse('unauthenticated', 'Sign in first.');
      return { origin: account.address, token };
    },
  });
  ready = true;
  return {
    account,
    user: () => user,
    token: () => token,
    shown,
    pages,
    search,
    announcer,
    notices,
    savings,
    undoSend: deps.undoSend,
    close() {
      // Nobody is there any more to take anything back.
      account.outbox.release(null);
      clearImmediate(counting);
      announcer.close();
      notices.close();
      savings.close();
      ready = false;
      account.close();
    },
  };
}
