import type { Desk } from '#shared/contract/bridge.ts';
import type { OfficeAnswer, OfficeAsked, OfficeRoute } from '#shared/contract/office.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';

export type Answered<R extends OfficeRoute> = { ok: true; value: OfficeAnswer<R> } | ConsoleRefusal;

/** Asks the server as one of the office's routes. Never rejects. */
export type AskOffice = <R extends OfficeRoute>(
  route: R,
  asked?: OfficeAsked<R>,
) => Promise<Answered<R>>;

/** What is undefined is not asked. */
const given = (query: object | undefined) =>
  Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));

export const createAskOffice =
  (desk: Pick<Desk, 'call'>): AskOffice =>
  async <R extends OfficeRoute>(route: R, { params, query, body }: OfficeAsked<R> = {}) => {
    const answer = await desk
      .call('office', {
        route,
        ...(params && { params }),
        ...(query !== undefined && { query: given(query) }),
        ...(body !== undefined && { body }),
      })
      .catch(
        (): ConsoleRefusal => ({
          ok: false,
          code: 'app-trouble',
          detail: 'No answer from the app.',
        }),
      );
    // Checked by the core, with the route's own schema.
    return answer as Answered<R>;
  };
