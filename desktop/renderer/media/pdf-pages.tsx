import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Spinner } from '../ui/spinner.tsx';
import css from './viewer.module.css';

type Props = { address: string; name: string; zoom: number };
type Opened = { document: PDFDocumentProxy; ratio: number };

/** Pages drawn by pdf.js in a worker, each when it comes near. Its scripts and forms are not run. */
export function PdfPages({ address, name, zoom }: Props) {
  const t = useTranslations('viewer');
  const [opened, setOpened] = useState<Opened | 'broken' | null>(null);
  useEffect(() => {
    let here = true;
    let close = () => {};
    const worker = new PdfWorker();
    GlobalWorkerOptions.workerPort = worker;
    async function open() {
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      const data = new Uint8Array(await reply.arrayBuffer());
      const task = getDocument({ data, useSystemFonts: true, enableXfa: false });
      close = () => void task.destroy();
      const document = await task.promise;
      const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
      if (here) setOpened({ document, ratio: width / height });
    }
    open().catch(() => here && setOpened('broken'));
    return () => {
      here = false;
      close();
      worker.terminate();
    };
  }, [address]);
  if (opened === 'broken') return <p className={css.trouble}>{t('cannotShow')}</p>;
  if (opened === null) {
    return (
      <p className={css.trouble}>
        <Spinner /> {t('opening')}
      </p>
    );
  }
  const { document, ratio } = opened;
  return (
    <section
      className={css.pages}
      aria-label={t('pages', { name, count: document.numPages })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long document is scrolled with the keys.
      tabIndex={0}
    >
      {Array.from({ length: document.numPages }, (_, at) => at + 1).map((number) => (
        <Page key={number} document={document} number={number} ratio={ratio} zoom={zoom} />
      ))}
    </section>
  );
}

const pageWidth = 820;

type PageProps = { document: PDFDocumentProxy; number: number; ratio: number; zoom: number };

function Page({ document, number, ratio, zoom }: PageProps) {
  const t = useTranslations('viewer');
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [own, setOwn] = useState(ratio);
  useEffect(() => {
    const watch = new IntersectionObserver(([seen]) => setNear(seen?.isIntersecting ?? false), {
      rootMargin: '800px',
    });
    if (place.current) watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return;
    let page: PDFPageProxy | null = null;
    let drawing: ReturnType<PDFPageProxy['render']> | null = null;
    let here = true;
    async function draw() {
      page = await document.getPage(number);
      const plain = page.getViewport({ scale: 1 });
      if (!here || !canvas.current) return;
      setOwn(plain.width / plain.height);
      const scale = ((pageWidth * zoom) / plain.width) * Math.min(2, devicePixelRatio);
      const viewport = page.getViewport({ scale });
      canvas.current.width = viewport.width;
      canvas.current.height = viewport.height;
      drawing = page.render({ canvas: canvas.current, viewport });
      await drawing.promise;
    }
    // Ended because it went out of sight or grew: the next one draws it.
    draw().catch(() => {});
    return () => {
      here = false;
      drawing?.cancel();
      page?.cleanup();
    };
  }, [near, document, number, zoom]);
  return (
    <div
      ref={place}
      className={css.page}
      style={{ width: `min(${pageWidth * zoom}px, ${zoom * 100}%)`, aspectRatio: own }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('page', { number, count: document.numPages })}
      />
    </div>
  );
}
