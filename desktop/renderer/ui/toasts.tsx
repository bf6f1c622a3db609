import { Toast } from '@base-ui/react/toast';
import { CircleAlert, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import css from './toasts.module.css';

export type Notice = {
  kind: 'trouble' | 'news';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
  /** Goes by itself. */
  passing?: boolean;
};

/** Where notices are put; made once, beside the stores. */
export function createNotices() {
  const manager = Toast.createToastManager<Notice>();
  return {
    manager,
    /** Stays until the person sends it away, unless it is a passing one. */
    add(notice: Notice): void {
      const id = manager.add({
        title: notice.title,
        description: notice.text,
        timeout: notice.passing ? 8_000 : 0,
        data: {
          ...notice,
          ...(notice.action && {
            action: {
              label: notice.action.label,
              run: () => {
                notice.action?.run();
                manager.close(id);
              },
            },
          }),
        },
      });
    },
  };
}
export type Notices = ReturnType<typeof createNotices>;

function List({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Toast.useToastManager<Notice>();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast} data-notice data-testid="notice">
      <Toast.Content className={css.content}>
        <span className={toast.data?.kind === 'trouble' ? css.trouble : css.news}>
          {toast.data?.kind === 'trouble' ? <CircleAlert size={17} /> : <Info size={17} />}
        </span>
        <div className={css.words}>
          <Toast.Title className={css.title} />
          <Toast.Description className={css.text} />
          {toast.data?.action && (
            <Button size="small" className={css.action} onClick={toast.data.action.run}>
              {toast.data.action.label}
            </Button>
          )}
        </div>
        <Toast.Close
          render={
            <IconButton label={closeLabel} side="left" className={css.close}>
              <X size={15} />
            </IconButton>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}

type Props = { notices: Notices; label: string; closeLabel: string; children: ReactNode };

export function Toasts({ notices, label, closeLabel, children }: Props) {
  return (
    <Toast.Provider toastManager={notices.manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={css.viewport} aria-label={label}>
          <List closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
