// Keeps what the dashboard remembers of a person in their own browser, and tells it what is there.
// Every item is one entry of localStorage, so that two tabs never overwrite each other's.

const PREFIX = "papertides:"
const written = new Set()
let told = null

function items() {
  const names = Object.keys(localStorage).filter(name => name.startsWith(PREFIX))
  return Object.fromEntries(names.map(name => [name.slice(PREFIX.length), localStorage.getItem(name)]))
}

function write({ id, name, value }) {
  if (written.has(id)) return
  if (value === null) localStorage.removeItem(PREFIX + name)
  else localStorage.setItem(PREFIX + name, value)
  written.add(id)
}

// The result of `work`, or of `otherwise` where the browser refuses; `refused` gets the reason.
function attempt(work, otherwise, refused) {
  try {
    return work()
  } catch (error) {
    refused(error.name)
    return otherwise
  }
}

export default function ({ data, setStateValue }) {
  const tell = () => {
    let problem = null
    const refused = name => { problem = name }
    const done = data.writes
      .filter(one => attempt(() => { write(one); return true }, false, refused))
      .map(one => one.id)
    const held = attempt(items, {}, refused)
    const text = JSON.stringify([held, problem])
    if (data.heard && text === told && done.length === 0) return
    told = text
    setStateValue("stored", { items: held, problem, done })
  }
  const listen = ({ key }) => {
    if (key === null || key.startsWith(PREFIX)) tell()
  }
  tell()
  window.addEventListener("storage", listen)
  return () => window.removeEventListener("storage", listen)
}
