// The page of a draft: saves by itself, shows issues beside their field, adds rows to lists.
const form = document.querySelector('form[data-draft]');
const words = JSON.parse(form.dataset.words);
const saveButton = form.querySelector('button[value="save"]');
const state = document.querySelector('#draft-state');
const told = document.querySelector('#draft-told');
const version = form.elements.namedItem('version');
const token = document.querySelector('meta[name="form-token"]').content;

const send = (path, body, more = {}) =>
  fetch(path, { method: 'POST', body, headers: { 'x-form-token': token, ...more }, credentials: 'same-origin' });
const tell = (text) => {
  told.textContent = text;
};

// Issues beside their field
const idOf = (name) => `f-${name.replaceAll(/[^\w-]/g, '-')}`;
const fieldOf = (name) => {
  const input = document.getElementById(idOf(name));
  return input && input.matches('input, select, textarea') ? input : null;
};
const describe = (input) => {
  const ids = ['hint', 'wrong'].map((part) => `${input.id}-${part}`).filter((id) => document.getElementById(id));
  if (ids.length > 0) input.setAttribute('aria-describedby', ids.join(' '));
  else input.removeAttribute('aria-describedby');
};
const unmark = (input) => {
  document.getElementById(`${input.id}-wrong`)?.remove();
  input.removeAttribute('aria-invalid');
  describe(input);
};
const mark = (input, text) => {
  const line = document.createElement('p');
  line.className = 'wrong';
  line.id = `${input.id}-wrong`;
  line.textContent = text;
  input.closest('.field')?.append(line);
  input.setAttribute('aria-invalid', 'true');
  describe(input);
};
const showIssues = () => {
  for (const input of form.querySelectorAll('[aria-invalid]')) unmark(input);
  const texts = new Map();
  for (const { dataset } of state.querySelectorAll('[data-field]'))
    texts.set(dataset.field, [...(texts.get(dataset.field) ?? []), dataset.text]);
  for (const [name, all] of texts) {
    const input = fieldOf(name);
    if (input) mark(input, all.join('；'));
  }
};

// Saving by itself: one save at a time, the next begins with the version the last one made
const WAIT_MS = 1500;
let timer = 0;
let isDirty = false;
let isStopped = false;
let running = null;

const formData = () => {
  const data = new FormData(form);
  for (const { name } of form.querySelectorAll('input[type="file"]')) data.delete(name);
  return data;
};
const stop = () => {
  isStopped = true;
  for (const button of form.querySelectorAll('[data-publishes]')) button.disabled = true;
  saveButton.textContent = words.conflictGo;
};
const receive = async (answer) => {
  state.innerHTML = await answer.text();
  const saved = state.querySelector('[data-version]');
  if (saved) {
    version.value = saved.dataset.version;
    showIssues();
    tell(words.autosaved);
  } else {
    stop();
    isDirty = true;
    tell(words.unsaved);
  }
};
const saveNow = async () => {
  if (isStopped || !isDirty) return;
  isDirty = false;
  tell(words.saving);
  try {
    await receive(await send(form.dataset.draft, formData(), { 'hx-request': 'true' }));
  } catch {
    isDirty = true;
    tell(words.saveFailed);
  }
};
const save = () => {
  clearTimeout(timer);
  const mine = (running ?? Promise.resolve()).then(saveNow).finally(() => {
    if (running === mine) running = null;
  });
  running = mine;
  return mine;
};
form.addEventListener('input', ({ target }) => {
  if (target.type === 'file') return;
  isDirty = true;
  tell(words.unsaved);
  clearTimeout(timer);
  timer = setTimeout(save, WAIT_MS);
});

// Nothing leaves the page while a save is under way, or before what was typed is kept
let isLeaving = false;
form.addEventListener('submit', (event) => {
  // Looking at what is not saved opens a page beside this one.
  if (event.submitter?.formTarget === '_blank') return;
  clearTimeout(timer);
  isLeaving = true;
  if (!running) return;
  event.preventDefault();
  const { submitter } = event;
  void running.then(() => form.requestSubmit(submitter));
});
for (const link of document.querySelectorAll('a[data-saves]'))
  link.addEventListener('click', (event) => {
    if (!isDirty || isStopped) return;
    event.preventDefault();
    save().then(() => {
      if (!isDirty) location.assign(link.href);
    });
  });
addEventListener('beforeunload', (event) => {
  if (isDirty && !isLeaving) event.preventDefault();
});
// A Word file just read in has an address of its own from now on: reloading must not read it in again.
if (form.dataset.address) history.replaceState(null, '', form.dataset.address);
// Files go with the form only, and another type of item has other fields: both are saved at once.
for (const input of [form.elements.namedItem('type'), ...form.querySelectorAll('input[type="file"]')])
  input.addEventListener('change', () => form.requestSubmit(saveButton));

// One more row in a list of the guide
const nextRow = (list, entry) => {
  const place = list.querySelectorAll('[data-entry]').length;
  const row = entry.cloneNode(true);
  const old = `${list.dataset.rows}[${place - 1}]`;
  const now = `${list.dataset.rows}[${place}]`;
  for (const each of row.querySelectorAll('.wrong')) each.remove();
  for (const input of row.querySelectorAll('input, select, textarea')) {
    input.name = input.name.replace(old, now);
    input.removeAttribute('aria-invalid');
    if (!input.matches('select')) input.value = '';
  }
  for (const each of row.querySelectorAll('[id], [for]'))
    for (const name of ['id', 'for'])
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(idOf(old), idOf(now)));
  return row;
};
for (const list of form.querySelectorAll('[data-rows]')) {
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'plain';
  more.textContent = words.addRow;
  more.addEventListener('click', () => {
    const row = nextRow(list, [...list.querySelectorAll('[data-entry]')].at(-1));
    more.before(row);
    row.querySelector('input, textarea').focus();
  });
  list.append(more);
}
