// Finds elements as a person would name them: by selector, role and name, label or words. Sent along
// with each question to a browser that has no such thing itself; `steps` narrow down from the
// document. Names are put together as much as the walks need; whether they are right is axe's matter.
const ROLES = {
  button: 'button, [role=button], input:is([type=submit], [type=button], [type=file])',
  link: 'a[href], [role=link]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  radio: 'input[type=radio], [role=radio]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  textbox: 'textarea, input:not([type]), input[type=text], input[type=email], [role=textbox]',
  combobox: 'select:not([multiple]):not([size]), [role=combobox]',
  tab: '[role=tab]',
  dialog: 'dialog, [role=dialog]',
  alert: '[role=alert]',
  status: 'output, [role=status]',
  row: 'tr, [role=row]',
  table: 'table, [role=table]',
};

const plain = (text) => text.replace(/\s+/g, ' ').trim();
const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
const exposed = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]');
const holds = (text, wanted) => plain(text).toLowerCase().includes(plain(wanted).toLowerCase());
const said = (text, { name, exact }) => (exact ? plain(text) === plain(name) : holds(text, name));

function words(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.ariaHidden === 'true' || node.hidden) return '';
  if (node.ariaLabel) return node.ariaLabel;
  const inner = [...node.childNodes].map(words).join('');
  return getComputedStyle(node).display.startsWith('inline') ? inner : ` ${inner} `;
}

function labelsOf(element) {
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  if (ids.length) return ids.map((id) => words(document.getElementById(id))).join(' ');
  if (element.ariaLabel) return element.ariaLabel;
  return [...(element.labels ?? [])].map(words).join(' ');
}

const nameOf = (element) =>
  labelsOf(element) || element.alt || (element.matches('input') ? element.value : words(element));

const NARROW = {
  css: (roots, { css, visible }) => {
    const found = roots.flatMap((root) => [...root.querySelectorAll(css)]);
    return visible ? found.filter(shown) : found;
  },
  role: (roots, step) =>
    NARROW.css(roots, { css: ROLES[step.role] ?? `[role=${step.role}]` }).filter(
      (each) =>
        exposed(each) &&
        (step.level == null || each.matches(`h${step.level}`)) &&
        (step.name == null || said(nameOf(each), step)),
    ),
  label: (roots, step) =>
    NARROW.css(roots, { css: 'input, select, textarea, button, [aria-label], [aria-labelledby]' })
      .filter((each) => labelsOf(each) && said(labelsOf(each), step)),
  text: (roots, step) => {
    const all = NARROW.css(roots, { css: '*' }).filter((each) => !each.matches('script, style, head *'));
    const holding = all.filter((each) => said(each.textContent, step));
    return holding.filter((each) => !holding.some((other) => other !== each && each.contains(other)));
  },
  filter: (roots, { text, has }) =>
    roots.filter(
      (root) => (text == null || holds(root.textContent, text)) && (!has || find(has, [root]).length > 0),
    ),
  nth: (roots, { nth }) => [roots.at(nth)].filter(Boolean),
};

function find(steps, from = [document]) {
  const found = steps.reduce((roots, step) => NARROW[step.by](roots, step), from);
  return [...new Set(found)];
}
