/** The HTTP side of the server, built and not yet listening. */
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { Settings } from 'typebox/system';
import { type HealthDeps, healthRoutes } from './platform/health.ts';
import type { Log } from './platform/log.ts';
import { type MetricsDeps, serveMetrics } from './platform/metrics.ts';
import { tellRefusals } from './platform/refusals.ts';
import { type SetUpDeps, setUpRoutes } from './platform/set-up/routes.ts';
import type { Gates } from './platform/sign-in.ts';
import { type SignInRoutes, signInRoutes } from './platform/sign-in-routes.ts';
import { validatorCompiler } from './platform/validation.ts';
import { type UsersRoutes, usersRoutes } from './users/routes.ts';

export type AppDeps = {
  log: Log;
  version: string;
  gates: Gates;
  metrics: MetricsDeps;
  health: HealthDeps;
  signIn: Omit<SignInRoutes, 'gates'>;
  setUp: SetUpDeps;
  users: Omit<UsersRoutes, 'gates'>;
  /** The routes of the other features, each registered in a scope of its own. */
  features: ((app: FastifyInstance) => void)[];
};

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f766e" d="M10 0h12a10 10 0 0 1 10 10v12a10 10 0 0 1-10 10H2a2 2 0 0 1-2-2V10A10 10 0 0 1 10 0z"/><text x="16" y="22.500" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="18" fill="#fff">R</text></svg>`;

/** The longest text with every letter escaped fits; a megabyte does not. */
const largestBody = 512 * 1024;
/** What tus tells of an upload comes as a header, its thumbnail included. */
const longestHeaders = 64 * 1024;

export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  // Eight is its usual: a form with more fields than that would not hear of them all.
  Settings.Set({ maxErrors: 64 });
  const app = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    http: { maxHeaderSize: longestHeaders },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: true,
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler as never);
  app.decorateRequest('user', null);
  app.decorateRequest('device', null);
  tellRefusals(app);

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Recado',
        version: deps.version,
        description:
          'One WhatsApp number for a whole team. Errors are RFC 9457 problem documents; lists take `limit` and `cursor` and answer `{items, nextCursor}`; times are ISO 8601 in UTC.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The token from sign-in.' },
        },
      },
    },
  });
  // Plain HTTP in a local network is a normal place for this server: no forced upgrade to HTTPS.
  await app.register(helmet, {
    hsts: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'media-src': ["'self'", 'blob:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { docExpansion: 'list', deepLinking: true },
    theme: { title: 'Recado: the API' },
    logo: { type: 'image/svg+xml', content: mark, href: '/' },
    // These pages, and no others of ours, write styles into their elements.
    transformStaticCSP: (header) => header.replace('style-src', "style-src 'unsafe-inline'"),
  });
  app.get('/favicon.ico', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(mark),
  );
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());

  serveMetrics(app, deps.metrics);
  await app.register(healthRoutes, deps.health);
  await app.register(signInRoutes, { ...deps.signIn, gates: deps.gates });
  await app.register(setUpRoutes, deps.setUp);
  await app.register(usersRoutes, { ...deps.users, gates: deps.gates });
  for (const register of deps.features) register(app);
  return app;
}
