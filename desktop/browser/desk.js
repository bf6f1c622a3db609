// Carries the bridge to the console's own process over a loopback WebSocket; loaded before the app.
(() => {
  const kept = 'recado-page';
  const tabs = new BroadcastChannel(kept);
  const listeners = new Map();
  const asked = new Map();
  let socket = null;
  let ready = false;
  let once = /^#token=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  let calls = 0;
  let before = false;
  if (once) history.replaceState(null, '', location.pathname);

  const tell = (signal, value) => {
    for (const listener of [...(listeners.get(signal) ?? [])]) listener(value);
  };
  const send = (frame) => socket.send(JSON.stringify(frame));

  function connect() {
    const token = once ?? sessionStorage.getItem(kept);
    if (!token) return askOtherTabs();
    socket = new WebSocket(`ws://${location.host}/bridge`);
    socket.onopen = () => send({ token });
    socket.onmessage = ({ data }) => hear(JSON.parse(data));
    socket.onclose = ({ code }) => lost(code);
  }
  // What goes wrong with one is no reason to lose the next.
  function hearOne(frame) {
    try {
      hear(frame);
    } catch (error) {
      reportError(error);
    }
  }
  function hear(frame) {
    if (frame.key) {
      once = null;
      sessionStorage.setItem(kept, frame.key);
      const { name, value } = frame.pass;
      for (const path of ['/attachments', '/savings']) {
        // biome-ignore lint/suspicious/noDocumentCookie: it must be there before the next picture is
        document.cookie = `${name}=${value}; path=${path}; samesite=strict`;
      }
      ready = true;
      for (const [id, { call, question }] of asked) send({ id, call, question });
      if (before) void reopen();
      before = true;
    } else if (frame.answer) {
      asked.get(frame.id)?.resolve(frame.answer);
      asked.delete(frame.id);
    } else if (frame.frames) for (const one of frame.frames) hearOne(one);
    else if (frame.notice) notify(frame.notice);
    else if (frame.seen) {
      notices.get(frame.seen)?.close();
      notices.delete(frame.seen);
    } else if ('badge' in frame) count(frame.badge);
    else if (frame.signal) tell(frame.signal, frame.value);
  }
  async function reopen() {
    const { ok, value } = await desk.call('open', {});
    if (ok) tell('opening', value);
  }
  function lost(code) {
    // What was asked may have been done or not: the app is told, and is not asked again.
    if (ready) {
      for (const { resolve } of asked.values()) {
        resolve({ ok: false, code: 'app-trouble', detail: 'The console did not answer.' });
      }
      asked.clear();
    }
    ready = false;
    if (code === 4401 && once && sessionStorage.getItem(kept)) {
      once = null;
      connect();
    } else if (code === 4401) {
      once = null;
      sessionStorage.removeItem(kept);
      noEntry();
    } else setTimeout(connect, 500);
  }
  function askOtherTabs() {
    tabs.postMessage('key?');
    setTimeout(() => sessionStorage.getItem(kept) || noEntry(), 500);
  }
  tabs.onmessage = ({ data }) => {
    const mine = sessionStorage.getItem(kept);
    if (data === 'key?') {
      if (mine && ready) tabs.postMessage({ key: mine });
    } else if (!mine && data.key) {
      sessionStorage.setItem(kept, data.key);
      connect();
    }
  };
  function noEntry() {
    const say = () => {
      document.body.textContent =
        'Este endereço já foi usado. Inicie o console de novo para receber outro. — ' +
        'This address has been used. Start the console again to get another.';
    };
    if (document.readyState === 'complete') say();
    else addEventListener('load', say);
  }
  // The tab's own icon, with a count on it; an installed page has its badge. A burst is counted once.
  let counted = null;
  function count(unread) {
    if (counted === null) setTimeout(showCount, 250);
    counted = unread;
  }
  function showCount() {
    const unread = counted;
    counted = null;
    navigator.setAppBadge?.(unread)?.catch(() => {});
    const text = unread > 99 ? '99+' : String(unread);
    const dot =
      '<circle cx="23" cy="9" r="9" fill="#d63031"/>' +
      `<text x="23" y="13" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${text.length > 2 ? 9 : 12}" fill="#fff">${text}</text>`;
    const icon =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#4a3fc0"/>' +
      '<path d="M9 8.5h14a2.5 2.5 0 0 1 2.5 2.5v6.5l-6 6H9A2.5 2.5 0 0 1 6.5 21V11A2.5 2.5 0 0 1 9 8.5Z" fill="#fff"/>' +
      `${unread > 0 ? dot : ''}</svg>`;
    let link = document.querySelector('link[rel=icon]');
    if (!link) {
      link = Object.assign(document.createElement('link'), { rel: 'icon', type: 'image/svg+xml' });
      document.head.append(link);
    }
    link.href = `data:image/svg+xml,${encodeURIComponent(icon)}`;
  }
  const notices = new Map();
  // Asked for once and then told: to read it from `Notification` waits for the browser each time.
  let mayNotify = 'Notification' in window && Notification.permission === 'granted';
  navigator.permissions
    ?.query({ name: 'notifications' })
    .then((permission) => {
      const look = () => {
        mayNotify = permission.state === 'granted';
      };
      look();
      permission.onchange = look;
    })
    .catch(() => {});
  function notify({ title, body, conversationId, stays }) {
    if (!mayNotify) return;
    // The same tag: a later one takes the place of what is there. Our own sounds are heard.
    const notice = new Notification(title, {
      body,
      tag: conversationId,
      renotify: true,
      silent: true,
      requireInteraction: stays,
    });
    notices.set(conversationId, notice);
    notice.onclose = () => notices.get(conversationId) === notice && notices.delete(conversationId);
    notice.onclick = () => {
      window.focus();
      notice.close();
      tell('show', { conversationId });
    };
  }
  addEventListener(
    'click',
    () => {
      if ('Notification' in window && Notification.permission === 'default') {
        void Notification.requestPermission().then((answer) => {
          mayNotify = answer === 'granted';
        });
      }
    },
    { once: true },
  );

  const desk = {
    call: (call, question) =>
      new Promise((resolve) => {
        calls += 1;
        const id = calls;
        asked.set(id, { call, question, resolve });
        if (ready) send({ id, call, question });
      }),
    on: (signal, listener) => {
      if (!listeners.has(signal)) listeners.set(signal, new Set());
      listeners.get(signal).add(listener);
      return () => listeners.get(signal).delete(listener);
    },
  };
  Object.defineProperty(window, 'desk', { value: Object.freeze(desk) });
  connect();
})();
