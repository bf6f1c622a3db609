/** Puts the server together: Postgres, schema, features, realtime, HTTP. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import manifest from '../package.json' with { type: 'json' };
import { buildApp } from './app.ts';
import { type Attachments, openAttachment } from './attachments/attachments.ts';
import { openFetching } from './attachments/fetching.ts';
import { openKeeping, tidy } from './attachments/opening.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { BadStorage } from './attachments/storage/storage.ts';
import { auditRoutes } from './audit/routes.ts';
import { type Calls, openCalls } from './calls/calls.ts';
import { callQuestions } from './calls/questions.ts';
import { cannedRoutes } from './canned-replies/routes.ts';
import { BadSetting, type Config } from './config.ts';
import { tagRoutes } from './contacts/routes.ts';
import { copiesRoutes } from './copies/routes.ts';
import { copySettings } from './copies/store.ts';
import type { EmailWays } from './delivery/email-way.ts';
import { openEmails } from './delivery/emails.ts';
import { deliveryRoutes } from './delivery/routes.ts';
import { endOverdue } from './desk/automatic-end.ts';
import { returnService, returnServicesOf } from './desk/commands.ts';
import type { Desk } from './desk/desk.ts';
import { evaluationRoutes } from './desk/evaluation-routes.ts';
import { keptDays } from './desk/feed-reading.ts';
import { ingest } from './desk/ingest.ts';
import {
  conversationOfWho,
  conversationsWithQueued,
  oldestQueued,
  textOfOurs,
} from './desk/outgoing.ts';
import { deskQuestions } from './desk/questions.ts';
import { openRouter, type Router } from './desk/router.ts';
import { deskRoutes } from './desk/routes.ts';
import { readChanges } from './desk/rows.ts';
import { deskSettingsRoutes } from './desk/settings-routes.ts';
import { forgetOldCommands } from './desk/store.ts';
import { warnSilent } from './desk/warnings.ts';
import { openPersonalData } from './personal-data/personal-data.ts';
import { forgetAtNight } from './personal-data/retention.ts';
import { retentionRoutes } from './personal-data/retention-routes.ts';
import { personalDataRoutes } from './personal-data/routes.ts';
import { nobody } from './platform/audit.ts';
import { lockDataFolder } from './platform/data-lock.ts';
import { feedHead, forgetOldChanges } from './platform/feed.ts';
import { greeting } from './platform/greeting.ts';
import { worksInTime } from './platform/in-time.ts';
import { installationOf, installationRoute } from './platform/installation.ts';
import { openJobs } from './platform/jobs.ts';
import type { Life } from './platform/life.ts';
import type { Log } from './platform/log.ts';
import { openDatabase } from './platform/postgres/database.ts';
import type { Pool } from './platform/postgres/pool.ts';
import { openRealtime, type Realtime } from './platform/realtime.ts';
import { repeat } from './platform/repeat.ts';
import { serverKey } from './platform/server-key.ts';
import { newSetUpCode } from './platform/set-up/routes.ts';
import { authenticate, noteSeen, openGates, openSignIn, pruneSignIns } from './platform/sign-in.ts';
import { gatherMessageCounts } from './reports/reports.ts';
import { reportRoutes } from './reports/routes.ts';
import { viewRoutes } from './reports/view-routes.ts';
import { sampleRoutes } from './sample/routes.ts';
import { createSample, sampleThere } from './sample/sample.ts';
import { setAvailability, watchAvailability } from './teams/availability.ts';
import { teamsRoutes } from './teams/routes.ts';
import type { Teams } from './teams/teams.ts';
import { transcriptRoutes } from './transcripts/routes.ts';
import { updateRoutes } from './updates/routes.ts';
import { openCodes } from './users/codes.ts';
import { openFactors } from './users/factor.ts';
import { openOwnAccount } from './users/own-account.ts';
import { ownRoutes } from './users/own-routes.ts';
import { passwordRoutes } from './users/password-routes.ts';
import {
  createFirstAdmin,
  isSetUp,
  returnLeftServices,
  type Users,
  workspaceOf,
} from './users/users.ts';
import { whatsappRoutes } from './whatsapp/routes.ts';
import { settingsRoutes } from './whatsapp/settings-routes.ts';
import { templateRoutes } from './whatsapp/template-routes.ts';
import { openWatching } from './whatsapp/watching.ts';
import { callingOn, cannotOn, offersLists, takesOnlyTemplatesLater } from './whatsapp/way.ts';
import { newWhatsappId, openWhatsapp } from './whatsapp/whatsapp.ts';
import { workspaceRoutes } from './workspace/routes.ts';

const { version } = manifest;

/** What others may ask of it, by every door. */
export type Server = { app: FastifyInstance; pool: Pool; questions: readonly string[] };

/** Listening when it resolves; whatever was started is stopped with `life`. */
export async function startServer(
  config: Config,
  log: Log,
  life: Life,
  say: (line: string) => void,
): Promise<Server> {
  life.onStop('data folder', lockDataFolder(config.data));
  const keeping = await openKeeping(config.storage, config.data, log).catch((error: unknown) => {
    throw error instanceof BadStorage ? new BadSetting('STORAGE_URL', error.message) : error;
  });
  const { storage, unfinished, clearing } = keeping;
  const key = serverKey(config.data, config.key);
  life.onStop('storage', () => storage.close());
  const { pool, url } = await openDatabase({
    url: config.databaseUrl,
    folder: join(config.data, 'postgres'),
    log,
    life,
    say,
  });

  const jobs = await openJobs({ pool, databaseUrl: url, redisUrl: config.redisUrl, log });
  life.onStop('jobs', () => jobs.close());
  const now = () => new Date();
  let realtime: Realtime | null = null;
  let calls: Calls | null = null;
  let router: Router | null = null;
  const desk: Desk = {
    pool,
    publish: (recorded) => {
      realtime?.publish(recorded);
      router?.heard(recorded);
    },
    wakeJobs: jobs.wake,
    newWhatsappId,
    now,
    read: (who, whatsappIds) =>
      void whatsapp
        .openDriver()
        ?.markRead?.(who, whatsappIds)
        .catch((error: Error) => log.info({ err: error }, 'a contact was not told of the reading')),
    called: (steps) => calls?.called(steps),
    cannot: cannotOn(config.whatsapp),
    onlyTemplatesLater: takesOnlyTemplatesLater(config.whatsapp),
    offersLists: offersLists(config.whatsapp),
  };
  const teams: Teams = {
    pool,
    publish: desk.publish,
    now,
    giveBack: (service) => returnService(desk, service, null),
  };
  const attachments: Attachments = { pool, storage, clearing, publish: desk.publish, log };
  const whatsapp = await openWhatsapp({
    way: config.whatsapp,
    pool,
    databaseUrl: url,
    dataFolder: config.data,
    key,
    log,
    jobs,
    ingest: (events) => ingest(desk, events),
    oldestQueued: (conversationId) => oldestQueued(pool, conversationId),
    conversationsWithQueued: () => conversationsWithQueued(pool),
    textOfOurs: (whatsappId) => textOfOurs(pool, whatsappId),
    typing: (who, is) =>
      void conversationOfWho(pool, who).then(
        (id) => id && realtime?.contactTypes(id, is),
        (error: Error) => log.debug({ err: error }, 'nobody was told who types'),
      ),
    openAttachment: (id) => openAttachment(attachments, id),
    now,
  });
  life.onStop('WhatsApp', () => whatsapp.close());
  calls = openCalls({
    desk,
    openDriver: whatsapp.openDriver,
    take: whatsapp.take,
    tell: (callsOf) => realtime?.calls(callsOf),
    present: (userId) => realtime?.present(userId) ?? false,
    log,
  });
  const liveCalls = calls;
  life.onStop('calls', () => liveCalls.close());
  openFetching({
    attachments,
    jobs,
    openDriver: whatsapp.openDriver,
    onState: whatsapp.onState,
  });
  const users: Users = {
    pool,
    publish: desk.publish,
    endSignIns: (userId) => realtime?.endSignIns(userId),
    reconnect: () => realtime?.resetConsoles(),
    returnServicesOf: (userId, actorId) => returnServicesOf(desk, userId, actorId),
  };
  if (config.admin && !(await isSetUp(pool))) {
    const name = config.admin.email.split('@')[0] ?? 'admin';
    await createFirstAdmin(users, nobody, { workspace: 'Recado', name, ...config.admin });
    say(`The first admin is ${config.admin.email}.`);
  }
  const gates = openGates(pool);
  const endConnections = (tokenHash: Buffer) => realtime?.endSignIn(tokenHash);
  const emailWays: EmailWays = {
    pool,
    environment: config.email,
    key,
  };
  const emails = openEmails({ ...emailWays, jobs, log });
  life.onStop('e-mail', () => emails.close());
  const codes = await openCodes({ users, emails, wakeJobs: jobs.wake, log });
  const own = await openOwnAccount(pool, endConnections);
  const factors = openFactors({ pool, key, now, tries: own.tries, passwords: own.check });
  const personalData = openPersonalData({ ...desk, whatsapp, storage, log });
  const retaining = { pool, publish: desk.publish, now, wake: () => void personalData.clear() };
  const code = newSetUpCode();
  const app = await buildApp({
    log,
    version,
    gates,
    metrics: {
      token: config.metricsToken,
      gauges: {
        recado_consoles: { help: 'Consoles connected', read: () => realtime?.connected() ?? 0 },
        recado_journal_events: { help: 'Events that wait for Postgres', read: whatsapp.waiting },
      },
    },
    health: {
      pool,
      version,
      queue: jobs.check,
      whatsapp: whatsapp.session,
    },
    signIn: {
      pool,
      signIn: await openSignIn(pool, factors.check),
      endConnections,
    },
    setUp: {
      isSetUp: () => isSetUp(pool),
      createFirstAdmin: (admin, by) => createFirstAdmin(users, by, admin),
      createSample: (by) => createSample(pool, { now: now(), by }),
      code,
      open: !config.loopback,
    },
    users: { users, invite: codes.invite, endFactorOf: factors.endOf },
    features: [
      (scope: FastifyInstance) => scope.register(passwordRoutes, { codes, gates }),
      (scope: FastifyInstance) => scope.register(ownRoutes, { users, own, factors, gates }),
      (scope: FastifyInstance) => scope.register(auditRoutes, { pool, gates }),
      (scope: FastifyInstance) => scope.register(personalDataRoutes, { ...personalData, gates }),
      (scope: FastifyInstance) => scope.register(retentionRoutes, { retaining, gates }),
      (scope: FastifyInstance) =>
        scope.register(deliveryRoutes, {
          ...{ pool, gates, emails, ways: emailWays },
          workspace: () => workspaceOf(pool),
        }),
      (scope: FastifyInstance) => scope.register(deskRoutes, { desk, gates }),
      (scope: FastifyInstance) => scope.register(reportRoutes, { reports: { pool, now }, gates }),
      (scope: FastifyInstance) => scope.register(transcriptRoutes, { pool, now, gates }),
      (scope: FastifyInstance) => scope.register(viewRoutes, { views: { pool }, gates }),
      (scope: FastifyInstance) =>
        scope.register(workspaceRoutes, {
          pool,
          gates,
          named: (name) => realtime?.workspace(name),
        }),
      (scope: FastifyInstance) => scope.register(deskSettingsRoutes, { desk, gates }),
      (scope: FastifyInstance) =>
        installationRoute(scope, { gates, installation: installationOf(config, version) }),
      (scope: FastifyInstance) => scope.register(teamsRoutes, { teams, gates }),
      (scope: FastifyInstance) => scope.register(evaluationRoutes, { desk, gates }),
      (scope: FastifyInstance) => scope.register(tagRoutes, { tags: desk, gates }),
      (scope: FastifyInstance) => scope.register(cannedRoutes, { canned: teams, gates }),
      (scope: FastifyInstance) =>
        scope.register(copiesRoutes, { pool, gates, changed: () => realtime?.resetConsoles() }),
      (scope: FastifyInstance) =>
        scope.register(attachmentRoutes, { attachments, unfinished, gates }),
      (scope: FastifyInstance) => scope.register(whatsappRoutes, { whatsapp, gates }),
      (scope: FastifyInstance) => scope.register(settingsRoutes, { whatsapp, gates }),
      whatsapp.register,
      (scope: FastifyInstance) =>
        scope.register(templateRoutes, {
          templates: async () => (await whatsapp.openDriver()?.templates?.()) ?? [],
          gates,
        }),
      (scope: FastifyInstance) => scope.register(updateRoutes, { folder: config.updates }),
      (scope: FastifyInstance) =>
        scope.register(sampleRoutes, {
          pool,
          gates,
          endSignIns: users.endSignIns,
          returnServicesOf: users.returnServicesOf,
          resetConsoles: users.reconnect,
        }),
    ],
  });
  const questions = { ...deskQuestions(desk), ...callQuestions(liveCalls) };
  realtime = openRealtime(app.server, {
    log,
    authenticate: (token) => authenticate(pool, token),
    welcome: async (user) => ({
      ...(await feedHead(pool)),
      serverVersion: version,
      minimumApp: version,
      workspace: await workspaceOf(pool),
      copies: await copySettings(pool),
      user,
      whatsapp: whatsapp.session().state,
      whatsappDriver: whatsapp.session().driver,
      sample: await sampleThere(pool),
      calling: callingOn(config.whatsapp),
      calls: liveCalls.callsOf(user.id),
    }),
    readChanges: ({ marks }, userId) => readChanges(pool, marks, userId),
    questions,
    looked: openWatching({ pool, openDriver: whatsapp.openDriver, log }),
    came: (userId) =>
      void setAvailability(teams, userId, null).catch((error: Error) =>
        log.info({ err: error }, 'who came is seen at the next turn'),
      ),
  });

  let away = false;
  /** Consoles that stay connected would believe that all is well. */
  const watchDatabase = async () => {
    const was = away;
    away = !(await worksInTime(pool.query('select 1')));
    if (!away || was) return;
    log.error('the database does not answer; the consoles work from their caches meanwhile');
    realtime?.resetConsoles();
  };

  whatsapp.onState((session) => {
    realtime?.whatsapp(session.state);
    realtime?.whatsappSession(session);
    if (session.state === 'stopped' || session.state === 'failed') liveCalls.endAll();
  });

  const upSince = now();
  const routing = openRouter(desk, log);
  router = routing;
  life.onStop('routing', () => routing.close());

  const every = (seconds: number, name: string, work: () => Promise<unknown>) =>
    repeat(name, seconds * 1_000, work, { life, log });
  // What was written before a service fell due counts, though it arrives only now.
  await whatsapp.settled();
  every(2, 'database', watchDatabase);
  every(5, 'automatic end', () => endOverdue(desk));
  every(5, 'warning before the automatic end', () => warnSilent(desk));
  every(5, 'who is away', () => watchAvailability(teams, realtime?.presentUsers() ?? [], upSince));
  // What another server changed, or one that died before it routed.
  every(5, 'routing', routing.route);
  every(15, 'queued messages', whatsapp.sendAllQueued);
  every(60, 'calls that nobody ended', liveCalls.settle);
  every(60, 'services of the deactivated', () => returnLeftServices(users));
  every(300, 'who is connected', () => noteSeen(pool, realtime?.presentSignIns() ?? []));
  every(1_800, 'retention', () => forgetAtNight(retaining));
  every(60, 'what was erased', personalData.clear);
  every(3_600, 'old sign-ins', () => pruneSignIns(pool));
  every(3_600, 'abandoned attachments', () => tidy(attachments, unfinished));
  every(900, 'message counts', () => gatherMessageCounts(pool));
  every(3_600, 'old changes', () => forgetOld(pool));

  life.onStop('HTTP', () => app.close());
  life.onStop('realtime', () => realtime?.close());
  await app.listen({ port: config.port, host: config.host });
  const setUp = (await isSetUp(pool)) ? null : { code: config.loopback ? null : code };
  const addresses = app.addresses() as AddressInfo[];
  // In one piece: whoever reads the first line has the others, too.
  say(greeting({ version, config, addresses, setUp }).join('\n'));
  return { app, pool, questions: Object.keys(questions) };
}

/** A cursor or a command from before then begins anew or is refused; see sync. */
async function forgetOld(pool: Pool): Promise<void> {
  await forgetOldChanges(pool, keptDays);
  await forgetOldCommands(pool, 2 * keptDays);
}
