// Fills the frames of an unsaved preview one after the other: a form has one submission under way at a time.
const fill = ([button, ...rest]) => {
  if (!button) return;
  const frame = document.querySelector(`iframe[name="${button.dataset.fills}"]`);
  button.hidden = true;
  if (!frame) return fill(rest);
  frame.addEventListener('load', () => fill(rest), { once: true });
  button.form.requestSubmit(button);
};
fill([...document.querySelectorAll('button[data-fills]')]);
