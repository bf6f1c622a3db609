/** For tests: what lies between a server and its store, a TCP relay that can be cut and mended. */
import { once } from 'node:events';
import {
  type AddressInfo,
  createConnection,
  createServer,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

export type Wire = {
  port: number;
  /** Every connection ends, and none is taken, until `mend`. */
  cut(): Promise<void>;
  /** Nothing comes through any more and nothing ends, as when a machine vanishes; until `mend`. */
  mute(): void;
  mend(): Promise<void>;
};

export async function layWire(far: NetConnectOpts): Promise<Wire> {
  const ends = new Set<Socket>();
  let port = 0;
  let muted = false;
  let relay: Server | null = null;

  const listen = async () => {
    relay = createServer((near) => {
      const other = createConnection(far);
      for (const [from, to] of [
        [near, other],
        [other, near],
      ] as const) {
        ends.add(from);
        from.on('error', () => {});
        from.on('close', () => {
          ends.delete(from);
          to.destroy();
        });
        from.on('data', (data) => muted || to.write(data));
      }
    });
    relay.listen(port, '127.0.0.1');
    await once(relay, 'listening');
    port = (relay.address() as AddressInfo).port;
  };
  const endAll = () => {
    for (const end of ends) end.destroy();
  };
  const cut = async () => {
    if (!relay) return;
    const closed = once(relay, 'close');
    relay.close();
    relay = null;
    endAll();
    await closed;
  };
  await listen();
  onTestFinished(cut);
  return {
    port,
    cut,
    mute() {
      muted = true;
    },
    async mend() {
      if (muted) endAll();
      muted = false;
      if (!relay) await listen();
    },
  };
}

/** The database by the same address, through a wire. */
export async function wireToDatabase(url: string): Promise<{ wire: Wire; url: string }> {
  const there = new URL(url);
  const [host, port] = [decodeURIComponent(there.hostname), there.port];
  const socket = host.startsWith('/');
  const wire = await layWire(socket ? { path: `${host}/.s.PGSQL.${port}` } : { host, port: +port });
  there.hostname = '127.0.0.1';
  there.port = `${wire.port}`;
  return { wire, url: there.href };
}
