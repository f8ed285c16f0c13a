// The map on the page. Plotly draws three things that change at different times: a figure without
// its points, columns of numbers that never change, and which papers are lit up or shown.

const OPENED = new WeakMap()
const ZOOM_SETTLES = 150 // milliseconds
const HOVER_RESTS = 60
const STEP_LASTS = 350
const WEBGL = Boolean(document.createElement('canvas').getContext('webgl'))
const NO_WEBGL =
  'This browser has no WebGL, so the map shows how densely papers lie, not each of them. Searches, ' +
  'themes, loops and lists work. Hardware acceleration, in its settings, usually brings WebGL back.'

export default function ({ data, parentElement, setTriggerValue }) {
  if (!OPENED.has(parentElement)) OPENED.set(parentElement, openMap(parentElement))
  const map = OPENED.get(parentElement)
  map.tell = setTriggerValue
  show(map, data).catch((error) => say(map, `The map cannot be drawn: ${error.message}`))
  return () => {
    OPENED.delete(parentElement)
    map.watch.disconnect()
    globalThis.Plotly?.purge(map.plot)
  }
}

function openMap(root) {
  const find = (name) => root.querySelector(`.live-map-${name}`)
  const map = { plot: find('plot'), note: find('note'), card: find('card') }
  Object.assign(map, { time: find('time'), key: find('key'), columns: new Map(), turn: 0 })
  map.time.firstElementChild.onclick = () => (stop(map) ? show(map, map.data) : play(map))
  map.plot.onmouseleave = () => unhover(map)
  map.watch = new ResizeObserver(() => resize(map))
  map.watch.observe(map.plot)
  return map
}

async function show(map, data) {
  const turn = ++map.turn
  map.data = data
  unhover(map)
  map.plot.setAttribute('aria-label', data.alt)
  const [, x, y, layer, period] = await Promise.all([
    script(data.plotly),
    column(map, data.columns.x, Float32Array),
    column(map, data.columns.y, Float32Array),
    column(map, data.columns.layer, Uint16Array),
    column(map, data.columns.period, Int32Array),
  ])
  if (turn !== map.turn) return // a newer picture is on its way
  map.names = data.figure.layout.annotations ?? []
  map.papers = { x, y, layer, period }
  stop(map)
  const { lit, range, looks } = data
  const bits = lit === null ? null : Uint8Array.from(atob(lit), (c) => c.charCodeAt(0))
  await draw(map, {
    shown: (i) => !range || (period[i] >= range[0] && period[i] <= range[1]),
    isLit: (i) => bits === null || (bits[i >> 3] >> (i & 7)) & 1,
    faint: looks.faded,
    bright: bits === null ? looks.plain : looks.lit,
  })
  if (!map.drawn) listen(map)
  map.drawn = true
  map.time.hidden = data.steps.length < 2 || !WEBGL
  say(map, WEBGL ? '' : NO_WEBGL)
}

async function draw(map, view) {
  const { figure, config, density, shades } = map.data
  const points = WEBGL ? filled(figure.data, map.papers, view) : []
  const others = figure.data.filter((one) => one.type !== 'scattergl').map((one) =>
    one.type === 'contour' ? contours(one, density, shades) : one)
  const layout = { ...figure.layout, ...home(map), autosize: true, height: undefined, showlegend: false }
  // What a person drew is theirs until the page says what is picked.
  layout.editrevision = JSON.stringify(figure.layout.shapes)
  explain(map, figure.layout.showlegend ? points.filter((one) => one.showlegend) : [])
  layout.annotations = fitting(map, map.drawn ? scaleOf(map) : homeScale(map))
  await globalThis.Plotly.react(map.plot, [...points, ...others], layout, config)
}

// Lines where they are asked for; where nothing else can be drawn, areas in the place of points.
function contours(trace, asked, colours) {
  if (WEBGL) return { ...trace, visible: asked }
  const colorscale = colours.map((colour, i) => [i / (colours.length - 1), colour])
  return { ...trace, contours: { ...trace.contours, coloring: 'fill' }, colorscale, line: { width: 0 } }
}

// Traces with the papers of every layer: those that are not lit faint, first, below the others.
function filled(templates, { x, y, layer }, { shown, isLit, faint, bright }) {
  const layers = templates.filter((one) => one.type === 'scattergl')
  const bin = (i) => layer[i] + (isLit(i) ? layers.length : 0)
  const sizes = new Uint32Array(2 * layers.length)
  for (let i = 0; i < x.length; i++) if (shown(i)) sizes[bin(i)]++
  const traces = Array.from(sizes, (size, k) => ({
    ...layers[k % layers.length],
    marker: marked(layers[k % layers.length].marker, k < layers.length ? faint : bright),
    showlegend: k >= layers.length,
    x: new Float32Array(size),
    y: new Float32Array(size),
    customdata: new Int32Array(size),
  }))
  sizes.fill(0)
  for (let i = 0; i < x.length; i++) {
    if (!shown(i)) continue
    const k = bin(i)
    const at = sizes[k]++
    traces[k].x[at] = x[i]
    traces[k].y[at] = y[i]
    traces[k].customdata[at] = i
  }
  return traces.filter((one) => one.x.length)
}

function marked(marker, [opacity, grown]) {
  return { ...marker, opacity, size: marker.size * grown }
}

function listen(map) {
  const { plot } = map
  plot.on('plotly_click', ({ points }) => map.tell('picked', points[0].customdata))
  plot.on('plotly_hover', ({ points, event }) => hover(map, points[0].customdata, event))
  plot.on('plotly_unhover', () => unhover(map))
  plot.on('plotly_relayout', (changed) => {
    if ('shapes' in changed) tellRegion(map)
    clearTimeout(map.settling)
    map.settling = setTimeout(() => rename(map), ZOOM_SETTLES)
  })
}

// The map grows step by step; what a step adds stands out. Undated papers wait for the end.
async function play(map) {
  const { steps, range, looks } = map.data
  const { period } = map.papers
  const [button, now] = map.time.children
  const turn = ++map.turn
  button.textContent = 'Stop'
  let before = (range?.[0] ?? 0) - 1
  const first = before
  for (const [last, name] of steps) {
    const since = before
    await draw(map, {
      shown: (i) => period[i] > first && period[i] <= last,
      isLit: (i) => period[i] > since,
      faint: looks.plain,
      bright: looks.lit,
    })
    if (turn !== map.turn) return // stopped, or a newer picture came
    now.textContent = name
    before = last
    await new Promise((done) => setTimeout(done, STEP_LASTS))
    if (turn !== map.turn) return
  }
  await show(map, map.data)
}

function stop(map) {
  const [button, now] = map.time.children
  const playing = button.textContent === 'Stop'
  button.textContent = 'Play'
  now.textContent = ''
  return playing
}

function tellRegion(map) {
  const shape = map.plot.layout.shapes.at(-1)
  if (!shape) return
  const { x0, x1, y0, y1 } = shape
  const corners = shape.type === 'rect'
    ? [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
    : [...shape.path.matchAll(/[ML]([^,\s]+),([^LZM]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
  map.tell('region', corners)
}

// A name that needs a certain scale, in pixels a unit of the map, says so; others, by their weight,
// how wide a plot they need. Those that the style sheet would hide are not in a saved picture either.
function fitting(map, scale) {
  const { clientWidth } = map.plot
  return map.names
    .filter((one) => (one.name ? scale >= Number(one.name) : clientWidth >= (map.data.widths[one.font.weight] ?? 0)))
    .map((one) => ({ ...one, visible: true }))
}

// What the colours are called, below the plot: there it takes no room from the map.
function explain(map, traces) {
  const items = traces.map(({ name, marker }) => {
    const item = document.createElement('li')
    const dot = item.appendChild(document.createElement('i'))
    dot.style.background = marker.color
    item.append(new DOMParser().parseFromString(name, 'text/html').body.textContent)
    return item
  })
  map.key.replaceChildren(...items)
}

// The axes where all of the map is in view: the plot is full, whatever its shape.
function home(map) {
  const { layout } = map.data.figure
  const scale = homeScale(map)
  const [width, height] = plotSize(map)
  const axis = (one, pixels) => {
    const middle = (one.range[0] + one.range[1]) / 2
    const half = pixels / scale / 2
    return { ...one, constrain: 'range', range: [middle - half, middle + half] }
  }
  return { xaxis: axis(layout.xaxis, width), yaxis: axis(layout.yaxis, height) }
}

function homeScale(map) {
  const { xaxis, yaxis } = map.data.figure.layout
  const [width, height] = plotSize(map)
  return Math.min(width / (xaxis.range[1] - xaxis.range[0]), height / (yaxis.range[1] - yaxis.range[0]))
}

function plotSize({ plot, data }) {
  const { l, r, t, b } = data.figure.layout.margin
  return [plot.clientWidth - l - r, plot.clientHeight - t - b]
}

function scaleOf(map) {
  const { xaxis } = map.plot._fullLayout
  return xaxis._length / Math.abs(xaxis.range[1] - xaxis.range[0])
}

function rename(map) {
  const names = fitting(map, scaleOf(map))
  if (names.length !== map.plot.layout.annotations.length) {
    globalThis.Plotly.relayout(map.plot, { annotations: names })
  }
}

// In a plot of another shape the whole map is in view again, with the names that fit there.
function resize(map) {
  if (!map.drawn || !map.plot.clientWidth) return
  const { xaxis, yaxis } = home(map)
  const annotations = fitting(map, homeScale(map))
  globalThis.Plotly.relayout(map.plot, {
    autosize: true, annotations, 'xaxis.range': xaxis.range, 'yaxis.range': yaxis.range,
  })
}

function hover(map, id, { clientX, clientY }) {
  clearTimeout(map.resting)
  map.resting = setTimeout(async () => {
    map.hovered = id
    const response = await fetch(`${map.data.papers}/${id}`)
    if (!response.ok) return // its run is gone, which the next click says
    const paper = await response.json()
    if (map.hovered !== id) return
    const [theme, date, title] = map.card.children
    theme.textContent = paper.theme
    date.textContent = paper.date
    title.textContent = paper.title
    const box = map.plot.getBoundingClientRect()
    map.card.hidden = false
    const left = Math.min(clientX - box.x + 12, box.width - map.card.offsetWidth - 4)
    const below = clientY - box.y + 12
    const fits = below + map.card.offsetHeight < box.height
    map.card.style.left = `${Math.max(left, 4)}px`
    map.card.style.top = `${fits ? below : clientY - box.y - map.card.offsetHeight - 12}px`
  }, HOVER_RESTS)
}

function unhover(map) {
  clearTimeout(map.resting)
  map.hovered = null
  map.card.hidden = true
}

function say(map, words) {
  map.note.textContent = words
  map.note.hidden = !words
}

// A column is fetched once a page, and once a browser: it never changes.
function column(map, address, Kind) {
  if (!map.columns.has(address)) map.columns.set(address, fetchColumn(address, Kind))
  return map.columns.get(address)
}

async function fetchColumn(address, Kind) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(await response.text())
  return new Kind(await response.arrayBuffer())
}

function script(address) {
  globalThis.papertidesPlotly ??= new Promise((resolve, reject) => {
    const element = document.createElement('script')
    element.src = address
    element.onload = () => resolve(globalThis.Plotly)
    element.onerror = () => reject(new Error('Plotly could not be loaded.'))
    document.head.append(element)
  })
  return globalThis.papertidesPlotly
}
