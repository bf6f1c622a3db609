import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB and two passes: what OWASP asks for. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

export type PasswordCheck = (stored: string | null, password: string) => Promise<boolean>;

/** As much work for a user who does not exist, or has no password, as for one who does. */
export async function openPasswordCheck(): Promise<PasswordCheck> {
  const nobodys = await hashPassword('nobody has this password');
  return async (stored, password) => {
    const right = await verify(stored ?? nobodys, password);
    return right && stored !== null;
  };
}
