/** What Prometheus reads: this process and its requests. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Refused } from '#shared/contract/refusal.ts';
import { fromThisMachine } from './addresses.ts';
import { bearerOf } from './sign-in.ts';

export type MetricsDeps = {
  /** Null: only from this machine. */
  token: string | null;
  /** Read at each scrape. */
  gauges: Record<string, { help: string; read: () => number | Promise<number> }>;
};

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function serveMetrics(app: FastifyInstance, { token, gauges }: MetricsDeps): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10],
    registers: [register],
  });
  for (const [name, { help, read }] of Object.entries(gauges)) {
    register.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        async collect() {
          this.set(await read());
        },
      }),
    );
  }
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    seconds.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const given = bearerOf(request);
    const known = token !== null && given !== null && same(given, token);
    if (!known && !fromThisMachine(request)) {
      throw new Refused('forbidden', 'Metrics are read from this machine, or with their token.');
    }
    return reply.type(register.contentType).send(await register.metrics());
  });
}
