import { v7 } from 'uuid';
import { createStore } from 'zustand/vanilla';
import type { AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { handOver, type Parcel } from '../attachments/hand-over.ts';
import { isTooLarge, kindOf } from '../attachments/kinds.ts';
import { readAudio, readPicture, readVideo } from '../attachments/look.ts';

export type TrayItem = {
  key: string;
  file: File;
  kind: AttachmentKind;
  /** What it would be as itself: the choice of sending it as a document can be taken back. */
  naturalKind: AttachmentKind;
  /** For looking at here; given back to the browser when the item goes. */
  url: string;
  /** The first item's words are the draft; these are the others'. */
  caption: string;
  /** A part of 1 while it is handed over. */
  handing: number | null;
  trouble: 'too-large' | 'unreadable' | ConsoleRefusalCode | null;
};

type Reading = {
  picture: typeof readPicture;
  video: typeof readVideo;
  audio: typeof readAudio;
};
const byPage: Reading = { picture: readPicture, video: readVideo, audio: readAudio };

/** The most files that wait at once: more is a mistake of the hand. */
export const mostItems = 30;

/** Files chosen and not yet sent, per conversation. They are this window's only: nothing is kept. */
export function createTrayStore(desk: Pick<Desk, 'call'>, reading: Reading = byPage) {
  const store = createStore<{ trays: ReadonlyMap<Id, readonly TrayItem[]> }>(() => ({
    trays: new Map(),
  }));
  const get = (id: Id): readonly TrayItem[] => store.getState().trays.get(id) ?? [];
  const put = (id: Id, items: readonly TrayItem[]) =>
    store.setState(({ trays }) => {
      const next = new Map(trays);
      if (items.length > 0) next.set(id, items);
      else next.delete(id);
      return { trays: next };
    });
  const change = (id: Id, key: string, part: Partial<TrayItem>) =>
    put(
      id,
      get(id).map((item) => (item.key === key ? { ...item, ...part } : item)),
    );
  const stops = new Map<string, AbortController>();

  function release(item: TrayItem): void {
    stops.get(item.key)?.abort();
    stops.delete(item.key);
    URL.revokeObjectURL(item.url);
  }

  async function parcelOf({ file, kind, url }: TrayItem): Promise<Parcel> {
    let bytes: Blob = file;
    let look: AttachmentLook = {};
    if (kind === 'image') ({ bytes, look } = await reading.picture(file));
    else if (kind === 'video') look = await reading.video(url);
    else if (kind === 'audio') look = await reading.audio(url);
    // A picture drawn anew is a JPEG, whatever it was called.
    const redrawn = bytes !== file;
    return {
      kind,
      name: redrawn ? file.name.replace(/\.\w{1,5}$/, '').concat('.jpg') : file.name,
      mediaType: redrawn ? bytes.type : file.type || 'application/octet-stream',
      bytes,
      look,
    };
  }

  return {
    ...store,
    items: get,
    add(id: Id, files: readonly File[], asDocument = false): void {
      const added = files.slice(0, mostItems - get(id).length).map((file): TrayItem => {
        const naturalKind = kindOf(file.type);
        const kind = asDocument ? 'document' : naturalKind;
        return {
          key: v7(),
          file,
          kind,
          naturalKind,
          url: URL.createObjectURL(file),
          caption: '',
          handing: null,
          trouble: isTooLarge(kind, file.size) ? 'too-large' : null,
        };
      });
      put(id, [...get(id), ...added]);
    },
    remove(id: Id, key: string): void {
      const item = get(id).find((one) => one.key === key);
      if (item) release(item);
      put(
        id,
        get(id).filter((one) => one.key !== key),
      );
    },
    clear(id: Id): void {
      for (const item of get(id)) release(item);
      put(id, []);
    },
    write: (id: Id, key: string, caption: string) => change(id, key, { caption }),
    sendAs(id: Id, key: string, kind: AttachmentKind): void {
      const item = get(id).find((one) => one.key === key);
      if (!item || item.handing !== null) return;
      change(id, key, { kind, trouble: isTooLarge(kind, item.file.size) ? 'too-large' : null });
    },
    /**
     * Hands one over to the core and lets it be sent; it leaves the tray when that was accepted, and
     * stays with its trouble in words when not.
     */
    async send(
      id: Id,
      key: string,
      perform: (kind: AttachmentKind, attachmentId: Id) => Promise<boolean>,
    ): Promise<boolean> {
      const item = get(id).find((one) => one.key === key);
      if (!item || item.handing !== null || item.trouble === 'too-large') return false;
      const stop = new AbortController();
      stops.set(key, stop);
      change(id, key, { handing: 0, trouble: null });
      const parcel = await parcelOf(item).catch(() => null);
      const handed = parcel
        ? await handOver(desk, parcel, (part) => change(id, key, { handing: part }), stop.signal)
        : ({ ok: false, code: 'unreadable' } as const);
      stops.delete(key);
      if (!handed.ok) {
        const trouble = handed.code === 'stopped' ? null : handed.code;
        change(id, key, { handing: null, trouble });
        return false;
      }
      const { attachment } = handed;
      if (!(await perform(attachment.kind, attachment.id))) {
        void desk.call('dropAttachment', { attachmentId: attachment.id });
        change(id, key, { handing: null });
        return false;
      }
      release(item);
      put(
        id,
        get(id).filter((one) => one.key !== key),
      );
      return true;
    },
    reset(): void {
      for (const items of store.getState().trays.values()) items.forEach(release);
      store.setState({ trays: new Map() });
    },
  };
}
export type TrayStore = ReturnType<typeof createTrayStore>;
