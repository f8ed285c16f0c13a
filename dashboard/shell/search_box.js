// Keys of the search above every page: `/` and Ctrl-K lead to it, the arrows walk through what it
// finds, Escape leaves it. And the menu: on a telephone it closes once something is chosen from it; the
// page that is open it opens as it is at first.

const BOX = ".st-key-search-box";
const MENU = "[data-testid=stSidebar]";
const TELEPHONE = "(max-width: 768px)";
let isListening = false;

function isTyping(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

// What the arrows walk through: the field, and every link that it found.
function stops() {
  return [...document.querySelectorAll(`${BOX} input, ${BOX} a`)];
}

function walk(event, steps) {
  const all = stops();
  const next = all[all.indexOf(event.target) + steps];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function onKey(event) {
  const field = document.querySelector(`${BOX} input`);
  if (!field) return;
  const isAsked = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
  if (isAsked && !isTyping(event.target)) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.target.closest?.(BOX)) {
    if (event.key === "ArrowDown") walk(event, 1);
    if (event.key === "ArrowUp") walk(event, -1);
    if (event.key === "Escape") document.activeElement.blur();
  }
}

function onClick(event) {
  const isChosen = event.target.closest?.(`${MENU} :is(a, [data-testid=stDownloadButton] button)`);
  if (isChosen && matchMedia(TELEPHONE).matches) {
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  }
}

// Streamlit takes a click on the page that is open for none.
function onPage(event) {
  const link = event.target.closest?.(`${MENU} [data-testid=stSidebarNavLink]`);
  if (link?.pathname !== location.pathname) return;
  const run = new URLSearchParams(location.search).get("run");
  event.preventDefault();
  event.stopPropagation();
  location.assign(run ? `${link.pathname}?run=${encodeURIComponent(run)}` : link.pathname);
}

export default function () {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onPage, { capture: true });
  document.addEventListener("click", onClick);
}
