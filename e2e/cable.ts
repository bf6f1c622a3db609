/** The network between a console and its server: a TCP relay that can be cut and mended. */
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export type Cable = { address: string; cut(): void; mend(): void; close(): Promise<void> };

export async function layCable(to: string): Promise<Cable> {
  const port = Number(new URL(to).port);
  const sockets = new Set<Socket>();
  let whole = true;
  const relay = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = createConnection(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cut,
    mend() {
      whole = true;
    },
    async close() {
      cut();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
