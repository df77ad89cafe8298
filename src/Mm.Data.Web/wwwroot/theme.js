// Before anything is painted: the theme that the reader chose, if he did.
(() => {
  'use strict';
  try {
    const theme = localStorage.getItem('mmdata-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch { /* a browser that keeps nothing follows the system */ }
})();
