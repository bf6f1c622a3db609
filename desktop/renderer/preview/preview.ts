import { createPreviewDesk } from './preview-desk.ts';

const options = new URLSearchParams(location.search);
const preview = createPreviewDesk({
  scene: options.get('scene') ?? 'desk',
  conversations: Number(options.get('n') ?? 500),
  language: options.get('lang') === 'en' ? 'en' : 'pt-BR',
  theme: options.get('theme') === 'dark' ? 'dark' : 'light',
});
Object.assign(window, { desk: preview.desk, preview });
await import('../main.tsx');
