// Pages work without this. With it they follow what happens, sliders count at once, and there is a switch for light and dark.
(() => {
  'use strict';
  const html = document.documentElement;

  const button = document.getElementById('theme');
  button.hidden = false;
  button.addEventListener('click', () => {
    const isDark = html.dataset.theme ? html.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    html.dataset.theme = isDark ? 'light' : 'dark';
    try { localStorage.setItem('mmdata-theme', html.dataset.theme); } catch { /* lasts for this page */ }
  });

  // A page's parts are exchanged for those of the same page asked for anew. Scripts in what was parsed never run.
  const exchange = (text) => {
    const next = new DOMParser().parseFromString(text, 'text/html');
    for (const part of document.querySelectorAll('[data-part]')) {
      const fresh = next.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
      if (!fresh || fresh.innerHTML === part.innerHTML) continue;
      const link = part.contains(document.activeElement) && document.activeElement.getAttribute('href');
      const open = [...part.querySelectorAll('details')].map((details) => details.open);
      part.replaceChildren(...fresh.childNodes);
      part.querySelectorAll('details').forEach((details, i) => { details.open = open[i] ?? false; });
      if (link) part.querySelector(`[href="${CSS.escape(link)}"]`)?.focus();
    }
    return next;
  };

  const load = async (url) => {
    const answer = await fetch(url, { headers: { Accept: 'text/html' } });
    return answer.ok ? answer.text() : null;
  };

  // Follows a page that says how often it changes, in seconds, as long as somebody looks at it.
  const follow = () => {
    const live = document.querySelector('[data-live]');
    if (!live) return;
    setTimeout(async () => {
      try {
        const text = document.hidden ? null : await load(location.href);
        if (text !== null) {
          const next = exchange(text);
          if ('whole' in live.dataset && !next.querySelector('[data-whole]')) location.reload();
        }
      } catch { /* the service is away: asked again */ }
      follow();
    }, live.dataset.live * 1000);
  };
  follow();

  // What takes longer than the rest of a page comes behind it.
  for (const later of document.querySelectorAll('a[data-later]')) {
    load(later.getAttribute('href')).then((text) => { if (text !== null) exchange(text); }, () => { /* the link stays */ });
  }

  // A form that counts while its sliders move. One question is under way at a time; the last one asked is answered.
  for (const form of document.querySelectorAll('form[data-swap]')) {
    let running = false;
    let again = false;
    const ask = async () => {
      if (running) { again = true; return; }
      running = true;
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
      const url = `${form.getAttribute('action')}?${query}`;
      try {
        const text = await load(url);
        if (text !== null) { exchange(text); history.replaceState(null, '', url); }
      } catch { /* the next move asks again */ }
      running = false;
      if (again) { again = false; ask(); }
    };
    for (const slider of form.querySelectorAll('input[data-mirror]')) {
      const typed = form.elements[slider.dataset.mirror];
      slider.hidden = false;
      // Six digits are enough, rounded so that the sample at the very end stays within.
      const inside = slider.dataset.mirror === 'min' ? Math.min : Math.max;
      slider.addEventListener('input', () => { typed.value = inside(Number(slider.value).toPrecision(6), slider.value); ask(); });
      typed.addEventListener('input', () => { if (typed.value !== '') slider.value = typed.value; ask(); });
    }
    form.querySelector('[data-reload]')?.addEventListener('change', () => {
      for (const slider of form.querySelectorAll('input[data-mirror]')) form.elements[slider.dataset.mirror].value = '';
      form.submit();
    });
    form.classList.add('scripted');
  }
})();
