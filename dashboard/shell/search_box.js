// Keys of the search above every page: `/` and Ctrl-K lead to it, the arrows walk through what it
// finds, Escape leaves it. And on a telephone the menu closes once a page is chosen from it.

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
  const isChosen = event.target.closest?.(`${MENU} a`);
  if (isChosen && matchMedia(TELEPHONE).matches) {
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  }
}

export default function () {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
}
