import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { createStores } from './shell/stores.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');

const shown =
  new URLSearchParams(location.search).get('window') === 'office' ? 'office' : 'console';
const stores = createStores(window.desk, window, shown);
stores.follow();
void stores.start();
if (shown === 'console') {
  window.addEventListener('pagehide', stores.goAway);
  window.addEventListener('pagehide', stores.calls.reset);
  window.addEventListener('blur', stores.keepAll);
}

createRoot(root).render(
  <StrictMode>
    <App stores={stores} shown={shown} />
  </StrictMode>,
);
