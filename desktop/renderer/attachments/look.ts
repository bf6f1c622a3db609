/** What only a page can find out about a file: its measures, and a small picture of it. */
import { type AttachmentLook, largestAttachment } from '#shared/contract/attachment.ts';
import { goesAsItIs } from './kinds.ts';

const thumbnailSide = 240;
const longestThumbnail = 24_000;
/** Pixels of the longer side of a picture that is drawn anew; as WhatsApp's own "HD". */
const pictureSide = 2560;
/** A file that says nothing for so long (ms) is sent without its look. */
const patience = 8_000;

type Source = { draw: CanvasImageSource; width: number; height: number };

function canvasOf({ draw, width, height }: Source, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // What is clear in a picture would be black in a JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(draw, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A JPEG in base64 that fits the contract, or none. */
function thumbnailOf(source: Source): string | undefined {
  for (const [side, quality] of [
    [thumbnailSide, 0.6],
    [thumbnailSide, 0.4],
    [120, 0.5],
    [64, 0.4],
  ] as const) {
    const url = canvasOf(source, side).toDataURL('image/jpeg', quality);
    const data = url.slice(url.indexOf(',') + 1);
    if (data.length <= longestThumbnail) return data;
  }
  return undefined;
}

const lookOf = (source: Source): AttachmentLook => {
  const thumbnail = thumbnailOf(source);
  return {
    width: source.width,
    height: source.height,
    ...(thumbnail !== undefined && { thumbnail }),
  };
};

/** A picture as WhatsApp takes it (JPEG or PNG, not over its limit) with its look. @throws unreadable */
export async function readPicture(file: Blob): Promise<{ bytes: Blob; look: AttachmentLook }> {
  const bitmap = await createImageBitmap(file);
  try {
    const source = { draw: bitmap, width: bitmap.width, height: bitmap.height };
    const look = lookOf(source);
    if (goesAsItIs(file.type, file.size)) return { bytes: file, look };
    for (const [side, quality] of [
      [pictureSide, 0.88],
      [pictureSide, 0.7],
      [1600, 0.7],
    ] as const) {
      const canvas = canvasOf(source, side);
      const bytes = await new Promise<Blob | null>((done) =>
        canvas.toBlob(done, 'image/jpeg', quality),
      );
      if (bytes && bytes.size <= largestAttachment.image) {
        return { bytes, look: { ...look, width: canvas.width, height: canvas.height } };
      }
    }
    throw new Error('no picture small enough');
  } finally {
    bitmap.close();
  }
}

const inTime = <T>(promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, fail) => setTimeout(() => fail(new Error('late')), patience)),
  ]);

const once = (target: EventTarget, event: string): Promise<void> =>
  new Promise((done, fail) => {
    target.addEventListener(event, () => done(), { once: true });
    target.addEventListener('error', () => fail(new Error('unreadable')), { once: true });
  });

/** Measures, length and a picture from near the beginning; empty where the page cannot play it. */
export async function readVideo(url: string): Promise<AttachmentLook> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  try {
    const loaded = once(video, 'loadeddata');
    video.src = url;
    await inTime(loaded);
    const sought = once(video, 'seeked');
    video.currentTime = Math.min(0.5, video.duration / 2 || 0);
    await inTime(sought);
    const source = { draw: video, width: video.videoWidth, height: video.videoHeight };
    return { ...lookOf(source), ...secondsOf(video) };
  } catch {
    return {};
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}

export async function readAudio(url: string): Promise<AttachmentLook> {
  const audio = new Audio();
  audio.preload = 'metadata';
  try {
    const loaded = once(audio, 'loadedmetadata');
    audio.src = url;
    await inTime(loaded);
    return secondsOf(audio);
  } catch {
    return {};
  }
}

const secondsOf = ({ duration }: HTMLMediaElement): AttachmentLook =>
  Number.isFinite(duration) ? { seconds: Math.round(duration * 10) / 10 } : {};
