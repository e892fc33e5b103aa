// The text editor over the source of the body. Loaded after draft.js, whose `form`, `words` and `send` it uses.
const TOOLS = [
  'headerSelect',
  'bold',
  'italic',
  'sup',
  'sub',
  'clearStyle',
  '|',
  'justifyLeft',
  'justifyCenter',
  'justifyRight',
  'bulletedList',
  'numberedList',
  'blockquote',
  'divider',
  '|',
  'insertLink',
  'uploadImage',
  'insertTable',
  '|',
  'undo',
  'redo',
];
const FILES = '/console/files/';
// Pictures are named by what they hold; the browser wants to know where they lie.
const toShown = (html) => html.replaceAll(/(<img\b[^<>]*?\bsrc=")asset:/g, `$1${FILES}`);
const toSource = (html) => html.replaceAll(new RegExp(`(<img\\b[^<>]*?\\bsrc=")${FILES}`, 'g'), '$1asset:');

// The editor knows no head of a table: rows of headings alone, at its top, are one.
const withHeads = (html) => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const table of body.querySelectorAll('table')) {
    const rows = [...table.rows];
    const end = rows.findIndex(({ cells }) => [...cells].some(({ tagName }) => tagName !== 'TH'));
    if (end <= 0) continue;
    const head = table.tHead ?? table.createTHead();
    head.append(...rows.slice(0, end));
    for (const cell of head.querySelectorAll('th')) cell.scope ||= 'col';
  }
  return body.innerHTML;
};

const clean = async (html) => {
  const body = new FormData();
  body.set('html', html);
  const answer = await send('/console/paste', body);
  if (!answer.ok) throw new Error(`paste: ${answer.status}`);
  return answer.json();
};

const notes = document.querySelector('#body-notes');
const paste = async (editor, data) => {
  const html = data.getData('text/html');
  try {
    const { html: kept, dropped } = await clean(toSource(html));
    editor.dangerouslyInsertHtml(toShown(kept));
    notes.textContent = dropped.length > 0 ? words.pasteDropped + dropped.join('；') : '';
  } catch {
    editor.insertText(data.getData('text/plain'));
  }
};

const askAlt = () =>
  new Promise((resolve) => {
    const dialog = document.querySelector('#alt');
    const input = dialog.querySelector('input');
    input.value = '';
    dialog.addEventListener('close', () => resolve(input.value.trim()), { once: true });
    dialog.showModal();
  });
const upload = async (file, insert) => {
  const body = new FormData();
  body.set('file', file);
  const answer = await send(FILES.slice(0, -1), body, { 'hx-request': 'true' });
  if (!answer.ok) {
    const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
    notes.textContent = words.uploadFailed + part.body.textContent;
    return;
  }
  const { id } = await answer.json();
  insert(FILES + id, await askAlt(), '');
};

const area = form.querySelector('[data-body] textarea');
/** The editor's buttons are pictures, and its field calls itself by a role that does not exist. */
const nameTools = (bar) => {
  for (const button of bar.querySelectorAll('button[data-tooltip]'))
    if (!button.textContent.trim()) button.setAttribute('aria-label', button.dataset.tooltip.replaceAll('\n', ' '));
};
const nameField = (text) => {
  const field = text.querySelector('[contenteditable]');
  field?.setAttribute('role', 'textbox');
  field?.setAttribute('aria-multiline', 'true');
  field?.setAttribute('aria-label', words.body);
  field?.setAttribute('tabindex', '0');
};

const openEditor = () => {
  const bar = document.createElement('div');
  const text = document.createElement('div');
  const box = document.createElement('div');
  box.className = 'editor';
  box.append(bar, text);
  area.before(box);
  const { createEditor, createToolbar } = window.wangEditor;
  const written = (self) => (self.isEmpty() ? '' : toSource(withHeads(self.getHtml())));
  let last = null;
  const editor = createEditor({
    selector: text,
    html: toShown(area.value),
    config: {
      autoFocus: false,
      MENU_CONF: { uploadImage: { customUpload: upload } },
      customPaste: (self, event) => {
        if (!event.clipboardData.getData('text/html')) return true;
        event.preventDefault();
        void paste(self, event.clipboardData);
        return false;
      },
      onChange: (self) => {
        const html = written(self);
        if (last !== null && html !== last) {
          area.value = html;
          area.dispatchEvent(new Event('input', { bubbles: true }));
        }
        last = html;
      },
    },
  });
  last = written(editor);
  createToolbar({ editor, selector: bar, config: { toolbarKeys: TOOLS } });
  new MutationObserver(() => nameTools(bar)).observe(bar, { childList: true, subtree: true });
  nameTools(bar);
  nameField(text);
  return { html: last, remove: () => (editor.destroy(), box.remove()) };
};

// What the editor cannot hold it would lose without a word; then the source itself is edited.
const editorOrSource = async () => {
  window.wangEditor.Boot.registerParseStyleHtml((element, node) => {
    const align = element.getAttribute?.('data-align');
    if (align) node.textAlign = align;
    return node;
  });
  const before = area.value;
  const { html, remove } = openEditor();
  area.hidden = true;
  const [now, was] = await Promise.all([html, withHeads(before)].map(clean));
  const isKept = now.html === was.html;
  if (isKept) return;
  remove();
  area.hidden = false;
  const why = document.querySelector('#source-why');
  why.hidden = false;
  why.querySelector('button').addEventListener('click', () => {
    why.hidden = true;
    area.hidden = true;
    openEditor();
  });
};
if (area) void editorOrSource();
