// Keeps what the dashboard remembers of a person in their own browser, and tells it what is there.
// Every item is one entry of localStorage, so that two tabs never overwrite each other's.

const PREFIX = "papertides:";
const written = new Set();
let told = { items: null, problem: null };
let latest = null;
// Never together with a click: Streamlit would run what one of the two asks for, and not the other.
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

function items() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  return Object.fromEntries(
    names.map((name) => [name.slice(PREFIX.length), localStorage.getItem(name)]),
  );
}

function write({ id, name, value }) {
  if (written.has(id)) return;
  if (value === null) localStorage.removeItem(PREFIX + name);
  else localStorage.setItem(PREFIX + name, value);
  written.add(id);
}

// The result of `work`, or of `otherwise` where the browser refuses; `refused` gets the reason.
function attempt(work, otherwise, refused) {
  try {
    return work();
  } catch (error) {
    refused(error.name);
    return otherwise;
  }
}

function tell({ data, setStateValue }) {
  let problem = null;
  const refused = (name) => {
    problem = name;
  };
  const found = JSON.stringify(attempt(items, {}, refused));
  const done = data.writes
    .filter((one) =>
      attempt(
        () => {
          write(one);
          return true;
        },
        false,
        refused,
      ),
    )
    .map((one) => one.id);
  const held = attempt(items, {}, refused);
  // What was written here is known there: telling it would only run the page once more.
  const news = !data.heard || found !== told.items || problem !== told.problem;
  told = { items: JSON.stringify(held), problem };
  if (news) whenIdle(() => setStateValue("stored", { items: held, problem, done }));
}

// Run anew whenever the data change; only the latest run may speak, so there is one listener.
export default function (component) {
  if (latest === null) {
    globalThis.addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) tell(latest);
    });
  }
  latest = component;
  tell(component);
}
