/** Gets what WhatsApp has for us: the jobs that messages with attachments bring along. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Driver } from '../whatsapp/driver.ts';
import { type Attachments, fetchAttachment } from './attachments.ts';

export type FetchingDeps = {
  attachments: Attachments;
  jobs: Pick<Jobs, 'work'>;
  /** The driver while the session is open here. */
  openDriver: () => Driver | null;
  onState: (listener: () => void) => void;
};

const fetchesAtOnce = 4;

export function openFetching({ attachments, jobs, openDriver, onState }: FetchingDeps): void {
  const work = jobs.work(
    'fetch',
    (data) => fetchAttachment(attachments, (data as { attachmentId: Id }).attachmentId, openDriver),
    fetchesAtOnce,
  );
  // Another server may have the session: the jobs are for its worker.
  const follow = () => (openDriver() ? work.resume() : work.pause());
  onState(follow);
  follow();
}
