/** What jobs do, whatever store keeps them: run by the tests of each store. */
import { expect, onTestFinished, test } from 'vitest';
import { type Jobs, type JobsDeps, openJobs } from './jobs.ts';
import { keptLog } from './test-log.ts';
import { promised, until } from './test-waiting.ts';
import type { Wire } from './test-wire.ts';

export type Scene = {
  /** Between the servers and the store of their queues. */
  wire: Wire;
  /** What a server gets. */
  deps: Omit<JobsDeps, 'log'>;
  /** The store ends every connection of its own accord. */
  endConnections(): Promise<void>;
};

/** @param makeScene for each test; the store may be the same for all: each has a queue of its own. */
export function testJobs(makeScene: () => Promise<Scene>): void {
  let queue = 'send';
  let scenes = 0;
  /** One server or more on one store; closed when the test is over. */
  async function open() {
    const scene = await makeScene();
    const { pool } = scene.deps;
    scenes += 1;
    queue = `send-${scenes}`;
    return {
      ...scene,
      pool,
      async server(more: Partial<JobsDeps> = {}) {
        const { log, lines } = keptLog();
        const jobs = await openJobs({ ...scene.deps, patienceMs: 300, log, ...more });
        onTestFinished(() => jobs.close());
        const troubled = () => lines.some(({ msg }) => msg === 'the job queue had trouble');
        return { jobs, lines, troubled };
      },
      async want(...names: unknown[]) {
        await pool.query(
          `insert into job_outbox (queue, name, data)
           select $2, 'send', jsonb_build_object('n', n) from jsonb_array_elements($1) n`,
          [JSON.stringify(names), queue],
        );
      },
      async handedOver() {
        await until(async () => {
          const { rows } = await pool.query('select count(*) n from job_outbox');
          return rows[0].n === 0;
        });
      },
    };
  }
  const numberOf = (data: unknown) => (data as { n: number }).n;
  /** Runs jobs and notes the number of each. */
  function noting(jobs: Jobs, concurrency = 5) {
    const ran: number[] = [];
    const work = jobs.work(queue, async (data) => void ran.push(numberOf(data)), concurrency);
    return { ran, work };
  }

  test('a row in the outbox becomes a job and is run, once', async () => {
    const { server, want, handedOver } = await open();
    const { jobs } = await server();
    const { ran } = noting(jobs);
    await want(1, 2, 3);
    jobs.wake();
    await until(() => ran.length >= 3);
    await handedOver();
    await want(4);
    jobs.wake();
    await until(() => ran.includes(4));
    expect(ran.sort()).toEqual([1, 2, 3, 4]);
  });

  test('more than one batch is handed over by one wake, and what nobody woke for by a sweep', async () => {
    const { server, want, handedOver } = await open();
    const { jobs } = await server();
    const { ran } = noting(jobs, 20);
    const many = Array.from({ length: 450 }, (_, n) => n);
    await want(...many);
    await handedOver();
    await until(() => ran.length >= 450);
    expect(ran.sort((a, b) => a - b)).toEqual(many);
  });

  test('a job that throws is tried again, with what it was given', async () => {
    const { server, want } = await open();
    const { jobs, lines } = await server();
    const tries: number[] = [];
    jobs.work(
      queue,
      async (data) => {
        tries.push(numberOf(data));
        if (tries.length < 3) throw new Error('not yet');
      },
      1,
    );
    await want(7);
    jobs.wake();
    await until(() => tries.length === 3);
    expect(tries).toEqual([7, 7, 7]);
    await until(() => lines.filter(({ msg }) => msg === 'job failed').length === 2);
  });

  test('handed over twice, as after a crash, it runs once while the first is there', async () => {
    const { server, pool, want, handedOver } = await open();
    const { jobs } = await server();
    const [atWork, go] = [promised(), promised()];
    const ran: number[] = [];
    jobs.work(
      queue,
      async (data) => {
        ran.push(numberOf(data));
        atWork.resolve();
        await go.promise;
      },
      1,
    );
    await want(1);
    const { rows } = await pool.query('select * from job_outbox');
    jobs.wake();
    await atWork.promise;
    await handedOver();
    await pool.query(
      `insert into job_outbox (id, queue, name, data) overriding system value
       values ($1, $2, $3, $4)`,
      [rows[0].id, rows[0].queue, rows[0].name, rows[0].data],
    );
    await want(2);
    jobs.wake();
    await handedOver();
    go.resolve();
    await until(() => ran.includes(2));
    expect(ran).toEqual([1, 2]);
  });

  test('paused before it was ready and then resumed, it works', async () => {
    const { server, want, handedOver } = await open();
    const { jobs } = await server();
    const { ran, work } = noting(jobs);
    work.pause();
    await want(1);
    jobs.wake();
    await handedOver();
    work.resume();
    await until(() => ran.length > 0);
  });

  test('paused it leaves the jobs to another server, resumed it takes them', async () => {
    const { server, want } = await open();
    const [one, two] = [await server(), await server()];
    const [here, there] = [noting(one.jobs, 1), noting(two.jobs, 1)];
    const all = () => here.ran.length + there.ran.length;
    await want(0);
    await until(() => all() === 1);

    here.work.pause();
    await want(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    one.jobs.wake();
    await until(() => all() === 11);
    // It was waiting for one when it was paused.
    expect(here.ran.length).toBeLessThanOrEqual(2);

    there.work.pause();
    here.work.resume();
    await want(...Array.from({ length: 10 }, (_, n) => 11 + n));
    one.jobs.wake();
    await until(() => all() === 21);
    expect(here.ran.length).toBeGreaterThanOrEqual(9);
  });

  test('paused and resumed at any moment, it works in the end', async () => {
    const { server, want } = await open();
    const { jobs } = await server();
    const { ran, work } = noting(jobs, 2);
    const many = Array.from({ length: 100 }, (_, n) => n);
    await want(...many);
    jobs.wake();
    for (let round = 0; round < 300; round += 1) {
      work.pause();
      for (let hop = 0; hop < round % 7; hop += 1) await null;
      if (round % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      work.resume();
      if (round % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => ran.length >= 100);
    expect(ran.sort((a, b) => a - b)).toEqual(many);
  });

  test('with the store away when work begins, it works once it is back', async () => {
    const { server, want, wire } = await open();
    const { jobs, troubled } = await server();
    await wire.cut();
    const { ran } = noting(jobs);
    await want(1);
    jobs.wake();
    await until(troubled);
    await wire.mend();
    await until(() => ran.length > 0);
  });

  test('with the store away in the midst of work, it works once it is back', async () => {
    const { server, want, wire } = await open();
    const { jobs, troubled } = await server();
    const { ran } = noting(jobs);
    await want(1);
    jobs.wake();
    await until(() => ran.length > 0);
    await wire.cut();
    await want(2);
    jobs.wake();
    await until(troubled);
    await expect(jobs.check()).rejects.toThrow();
    await wire.mend();
    await until(() => ran.includes(2));
    await jobs.check();
  });

  test('its connections ended while at work, again and again, it goes on', async () => {
    const { server, want, endConnections } = await open();
    const { jobs } = await server({ lockMs: 1_000 });
    const { ran } = noting(jobs);
    // Their own connection may be among those that end.
    const surely = (...names: number[]) =>
      until(() =>
        want(...names).then(
          () => true,
          () => false,
        ),
      );
    for (let round = 0; round < 4; round += 1) {
      await surely(...Array.from({ length: 20 }, (_, n) => round * 20 + n));
      jobs.wake();
      await until(() => ran.length > round * 10);
      await endConnections();
    }
    await surely(80);
    await until(() => new Set(ran).size === 81, 18_000);
  });

  test('a job whose server dies is run by another, however often that happens', async () => {
    const { server, want } = await open();
    await want(1);
    for (let death = 0; death < 3; death += 1) {
      const atWork = promised();
      const victim = await server({ lockMs: 200 });
      victim.jobs.work(
        queue,
        () => {
          atWork.resolve();
          return new Promise(() => {});
        },
        1,
      );
      await atWork.promise;
      await victim.jobs.close();
    }
    const { ran } = noting((await server({ lockMs: 200 })).jobs);
    await until(() => ran.length > 0);
  });

  test('a stop waits for what is at work, and in patience for what hangs', async () => {
    const { server, want } = await open();
    const { jobs } = await server({ patienceMs: 1_000 });
    const atWork = promised();
    const go = promised();
    let done = false;
    const work = jobs.work(
      queue,
      async () => {
        atWork.resolve();
        await go.promise;
        await new Promise((resolve) => setImmediate(resolve));
        done = true;
      },
      1,
    );
    await want(1);
    jobs.wake();
    await atWork.promise;
    const stopped = work.stop();
    go.resolve();
    await stopped;
    expect(done).toBe(true);

    const hangs = promised();
    const hanging = jobs.work(
      queue,
      () => {
        hangs.resolve();
        return new Promise(() => {});
      },
      1,
    );
    await want(2);
    jobs.wake();
    await hangs.promise;
    const before = performance.now();
    await hanging.stop();
    const took = performance.now() - before;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(1_800);
    // It has been waited for: once is enough.
    const end = performance.now();
    await jobs.close();
    expect(performance.now() - end).toBeLessThan(500);
  });

  test.each(['at rest', 'at work', 'just opened', 'paused'])(
    'it closes at once, %s',
    async (how) => {
      const { server, want } = await open();
      const { jobs } = await server({ patienceMs: 5_000 });
      await jobs.every(`tick of ${queue}`, 60_000, async () => {});
      const { ran, work } = noting(jobs);
      if (how === 'paused') work.pause();
      if (how === 'at rest' || how === 'at work') {
        await want(...Array.from({ length: 50 }, (_, n) => n));
        jobs.wake();
        await until(() => ran.length >= (how === 'at work' ? 5 : 50));
      }
      const start = performance.now();
      await jobs.close();
      expect(performance.now() - start).toBeLessThan(1_000);
    },
  );

  test.each(['refuses', 'says nothing'])('it closes in patience when the store %s', async (how) => {
    const { server, want, wire } = await open();
    const { jobs, troubled } = await server({ patienceMs: 500 });
    const { ran } = noting(jobs);
    await want(1);
    jobs.wake();
    await until(() => ran.length > 0);
    if (how === 'refuses') await wire.cut();
    else wire.mute();
    await want(2);
    jobs.wake();
    if (how === 'refuses') await until(troubled);
    const start = performance.now();
    await jobs.close();
    expect(performance.now() - start).toBeLessThan(2_500);
    await wire.mend();
  });

  test('what is done every so often is done by one of two servers, and by the other after its end', async () => {
    const { server } = await open();
    const [one, two] = [await server(), await server()];
    const at: number[] = [];
    const tick = async () => void at.push(performance.now());
    await one.jobs.every(`tick of ${queue}`, 200, tick);
    await two.jobs.every(`tick of ${queue}`, 200, tick);
    await until(() => at.length >= 8);
    // Twice at each beat would be done within four.
    expect((at[7] as number) - (at[0] as number)).toBeGreaterThan(1_100);
    await one.jobs.close();
    const sofar = at.length;
    await until(() => at.length >= sofar + 2);
  });
}
