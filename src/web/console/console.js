// Keyboard for lists. No key of ours changes anything: they move, open, show help and close.
const typing = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || element.matches('input, textarea, select'));

const rows = () => [...document.querySelectorAll('[data-row]')].filter((row) => row.querySelector('a[href]'));
const linkOf = (row) => row.querySelector('a[href]');

const move = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  if (next) linkOf(next).focus();
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  '/': () => document.querySelector('[data-search], form.filter :is(select, input)')?.focus(),
  '?': () => document.querySelector('#keys')?.showModal(),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { activeElement } = document;
  if (event.key === 'Escape' && typing(activeElement)) activeElement.blur();
  if (typing(activeElement) || document.querySelector('dialog[open]')) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// What htmx sends carries the form token, as every form does.
document.addEventListener('htmx:config:request', (event) => {
  const token = document.querySelector('meta[name="form-token"]')?.content;
  if (token) event.detail.ctx.request.headers['x-form-token'] = token;
});

// One box ticks all of its table; shift ticks the range between two.
let last = null;
document.addEventListener('click', (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return;
  const boxes = [...document.querySelectorAll('input[type="checkbox"][data-pick]')];
  if (box.matches('[data-pick-all]')) for (const each of boxes) each.checked = box.checked;
  if (!box.matches('[data-pick]')) return;
  if (event.shiftKey && last) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
  }
  last = box;
});
