import { networkInterfaces } from 'node:os';
import type { Config } from '../config.ts';

type Listening = { address: string; port: number };

function urlsOf({ address, port }: Listening): string[] {
  if (address !== '0.0.0.0' && address !== '::') {
    return [`http://${address.includes(':') ? `[${address}]` : address}:${port}`];
  }
  const outward = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address),
  );
  return ['127.0.0.1', ...outward].map((host) => `http://${host}:${port}`);
}

/** What a person wants to know once the server runs, line by line. */
export function greeting({
  version,
  config,
  addresses,
  setUp,
}: {
  version: string;
  config: Pick<Config, 'data' | 'databaseUrl' | 'whatsapp'>;
  addresses: Listening[];
  /** Null: done already. The code is needed where more than this machine can reach the server. */
  setUp: { code: string | null } | null;
}): string[] {
  const urls = [...new Set(addresses.flatMap(urlsOf))];
  const [first = ''] = urls;
  return [
    `Recado ${version} is running at ${urls.join(' and ')}.`,
    `Data folder: ${config.data}${config.databaseUrl ? ' (the database is at DATABASE_URL)' : ''}`,
    ...(config.whatsapp.name === 'simulator'
      ? [`WhatsApp is simulated: ${first}/simulator`]
      : [`WhatsApp driver: ${config.whatsapp.name}`]),
    ...(setUp ? [`Set it up: ${first}/setup`] : []),
    ...(setUp?.code ? [`Set-up code: ${setUp.code}`] : []),
  ];
}
