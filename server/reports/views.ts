/** Views that admins keep of the list of services. */
import { v7 as newId } from 'uuid';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type {
  NewServiceView,
  ServiceView,
  ServiceViewPatch,
} from '#shared/contract/service-view.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { countViews, deleteView, lockView, saveView } from './views-store.ts';

export type Views = { pool: Pool };
type Admin = Pick<SignedInUser, 'id' | 'name'>;

/** Of one admin. */
const most = 100;

/** Postgres takes no NUL, and half a surrogate pair is no text. @throws Refused invalid */
function tidy(name: string): string {
  const clean = name.replaceAll('\u0000', '').toWellFormed().trim();
  if (clean === '') throw new Refused('invalid', 'A view has a name.', { path: '/name' });
  return clean;
}

async function write(tx: Tx, asked: ServiceView): Promise<ServiceView> {
  const { text } = asked.filter;
  const view = {
    ...asked,
    name: tidy(asked.name),
    filter: {
      ...asked.filter,
      ...(text !== undefined && { text: text.replaceAll('\u0000', ' ').toWellFormed() }),
    },
  };
  if (await saveView(tx, view)) return view;
  throw new Refused('view-taken', 'Its owner has another view of this name.', { path: '/name' });
}

/** @throws Refused not-found where it is another's own */
async function lockTheirs(tx: Tx, admin: Admin, id: Id): Promise<ServiceView> {
  const view = await lockView(tx, id);
  if (view && (view.shared || view.owner.id === admin.id)) return view;
  throw new Refused('not-found', 'There is no such view.', { path: '/id' });
}

/** @throws Refused invalid, view-taken, too-many */
export const createView = (
  { pool }: Views,
  { id, name }: Admin,
  asked: NewServiceView,
): Promise<ServiceView> =>
  inTransaction(pool, async (tx) => {
    if ((await countViews(tx, id)) >= most) {
      throw new Refused('too-many', `An admin keeps at most ${most} views.`);
    }
    return write(tx, { ...asked, id: newId(), owner: { id, name } });
  });

/** @throws Refused not-found, forbidden, invalid, view-taken */
export const changeView = (
  { pool }: Views,
  admin: Admin,
  id: Id,
  patch: ServiceViewPatch,
): Promise<ServiceView> =>
  inTransaction(pool, async (tx) => {
    const before = await lockTheirs(tx, admin, id);
    if (before.owner.id !== admin.id && patch.shared === false) {
      throw new Refused('forbidden', 'Only its owner takes a view back from the others.', {
        path: '/shared',
      });
    }
    return write(tx, { ...before, ...patch });
  });

/** @throws Refused not-found */
export const removeView = ({ pool }: Views, admin: Admin, id: Id): Promise<void> =>
  inTransaction(pool, async (tx) => {
    await lockTheirs(tx, admin, id);
    await deleteView(tx, id);
  });
