// All that needs a script: everything else on the site works without one.
const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// Counted without a script too (noscript); a script also knows where the reader came from.
const { counter } = document.body.dataset;
if (counter) new Image().src = `${counter}&from=${encodeURIComponent(document.referrer)}`;
