// States from the server → the page. A state is whole; elements of slides that stay are kept, so nothing jumps.
import {element, keyed, link, named, part, problem} from "/slides.js";

const $ = (id) => document.getElementById(id);
let state = {slides: [], problems: [], version: -1};
let chosen = decodeURIComponent(location.hash.slice(1));
let position = 0;
let overview = false;
let notes = true;
let presenting = false;
let notesBefore = true;
let settled = new Map();
let news = "";
const outline = new Map();
const grid = new Map();

const current = () => state.slides[position];
const address = (slide) => `/pictures/${slide.picture}.png`;

/** Put a picture on show once it is decoded: until then the last one stays. */
async function show(image, slide) {
  const key = slide?.picture ?? "";
  if (image.dataset.wanted === key) return;
  image.dataset.wanted = key;
  if (!key) { image.hidden = true; image.removeAttribute("src"); return; }
  const next = new Image();
  next.src = address(slide);
  try { await next.decode(); } catch { if (image.dataset.wanted === key) image.dataset.wanted = ""; return; }
  if (image.dataset.wanted !== key) return;
  image.src = next.src;
  image.hidden = false;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    image.dataset.shown = key;
    document.dispatchEvent(new CustomEvent("shown", {detail: {key, at: performance.timeOrigin + performance.now()}}));
  }));
}

function receive(next) {
  // States come by two ways, asked for and told: an older one may arrive later.
  if (next.slides === undefined || (next.run === state.run && next.version <= state.version)) return;
  state = next;
  const found = state.slides.findIndex((slide) => slide.id === chosen);
  position = found >= 0 ? found : Math.max(0, Math.min(position, state.slides.length - 1));
  if (state.slides.length) chosen = current().id;
  compare();
  document.title = `${state.fault ? "⚠ " : ""}${state.deck} – deckgen preview`;
  drawStatus();
  drawProblems();
  drawOutline();
  drawGrid();
  drawSlide();
}

/** Once all pictures are there: which are other ones than when that was last so. */
function compare() {
  if (!state.slides.length || state.slides.some((slide) => slide.pending)) return;
  const fresh = state.slides.filter((slide) => settled.get(slide.id) !== slide.picture);
  const numbers = fresh.map((slide) => slide.number);
  if (settled.size && fresh.length) {
    news = fresh.length === state.slides.length ? "All slides changed" : fresh.length === 1 ? `Slide ${numbers[0]} changed`
      : fresh.length > 6 ? `${fresh.length} slides changed` : `Slides ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} changed`;
    for (const slide of state.slides) outline.get(slide.id)?.classList.toggle("fresh", fresh.includes(slide));
  }
  settled = new Map(state.slides.map((slide) => [slide.id, slide.picture]));
}

function drawStatus(lost = false) {
  const status = $("status");
  const waiting = state.slides.filter((slide) => slide.pending).length;
  const count = state.slides.length === 1 ? "1 slide" : `${state.slides.length} slides`;
  let text = `${count}, drawn by ${state.renderer === "libreoffice" ? "LibreOffice" : "the embedded renderer"}`;
  if (news) text = `${news} · ${text}`;
  if (state.building) text = "Building the deck …";
  else if (waiting) text = `Drawing ${waiting} of ${count} …`;
  else if (state.fault) text = state.slides.length ? "At fault: these are the last good slides" : "At fault";
  if (lost) text = "The preview has ended or cannot be reached; trying again …";
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("lost", lost);
  status.classList.toggle("wrong", Boolean(state.fault));
  $("deck").textContent = state.deck;
}

let told = "";
function drawProblems() {
  const now = JSON.stringify([state.problems, state.fault, state.building, state.slides.map((slide) => slide.id)]);
  if (now === told) return;
  told = now;
  $("problems").hidden = Boolean(state.building);
  const errors = state.problems.filter((found) => found.severity === "error");
  const others = state.problems.filter((found) => found.severity !== "error");
  $("faults").hidden = !errors.length;
  $("faults-title").textContent = errors.length === 1 ? "One error in the content" : `${errors.length} errors in the content`;
  $("faults-note").textContent = state.slides.length ? `Until ${errors.length === 1 ? "it is" : "they are"} mended, the last good slides stay.` : "There is no good state of the deck yet.";
  $("faults-list").replaceChildren(...errors.map(drawProblem));
  $("problems-title").textContent = `Problems (${state.problems.length})`;
  $("problems-count").textContent = state.problems.length;
  $("problems-count").classList.toggle("wrong", errors.length > 0);
  $("problems-list").replaceChildren(...others.map(drawProblem));
  if (!others.length) {
    const text = errors.length ? "Nothing but the errors told below." : "Nothing is wrong.";
    $("problems-list").append(element("li", {className: "none"}, text));
  }
}

function drawProblem(found) {
  const slide = state.slides.find(({id}) => id === found.slide);
  return problem(found, slide, () => { setOverview(false); choose(slide.id); });
}

function drawOutline() {
  const wanted = [];
  let list = [];
  let section = null;
  const groups = [];
  for (const slide of state.slides) {
    if (slide.section !== section) { section = slide.section; list = []; groups.push([section, list]); }
    list.push(outlineItem(slide));
  }
  for (const [name, items] of groups) {
    const heading = kept(outline, `heading ${name}`, () => element("h2"));
    if (heading.textContent !== name) heading.textContent = name;
    const group = kept(outline, `list ${name}`, () => element("ol"));
    keyed(group, items);
    wanted.push(heading, group);
  }
  keyed($("outline"), wanted);
}

function fromOutline(id) {
  choose(id);
  if (getComputedStyle($("outline")).overflowY !== "auto") toTop();
}

function kept(store, key, make) {
  if (!store.has(key)) store.set(key, make());
  return store.get(key);
}

function outlineItem(slide) {
  const item = kept(outline, slide.id, () => {
    const button = element("button", {type: "button", onclick: () => fromOutline(slide.id)},
      element("span", {className: "number"}), element("span", {className: "label"}), element("span", {className: "tag", hidden: true}, "hidden"));
    return element("li", {}, button);
  });
  const button = item.firstChild;
  button.children[0].textContent = slide.number;
  if (button.children[1].textContent !== slide.title) button.children[1].textContent = slide.title;
  button.children[2].hidden = !slide.hidden;
  mark(button, slide.id === chosen);
  return item;
}

function mark(button, on) {
  if (on) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function drawGrid() {
  if (!overview) return;
  keyed($("grid"), state.slides.map((slide) => {
    const item = kept(grid, slide.id, () => element("li", {},
      element("button", {type: "button", onclick: () => { choose(slide.id); setOverview(false); }},
        element("img", {alt: ""}), element("span", {className: "caption"}))));
    const button = item.firstChild;
    show(button.children[0], slide);
    button.children[1].textContent = `${slide.number}. ${slide.title}${slide.hidden ? " (hidden)" : ""}`;
    mark(button, slide.id === chosen);
    return item;
  }));
}

let written = "";
function drawSlide() {
  const slide = current();
  $("previous").disabled = position <= 0;
  $("next").disabled = position >= state.slides.length - 1;
  $("main").classList.toggle("empty", !slide);
  if (!slide) { show($("picture"), undefined); $("title").textContent = state.building ? "Building the deck …" : "No slide yet"; return; }
  $("main").style.setProperty("--ratio", slide.ratio);
  $("picture").alt = `Picture of slide ${slide.number}: ${slide.title}. Its text stands below.`;
  $("count").textContent = `${slide.number} of ${state.slides.length}${slide.hidden ? ", hidden" : ""}`;
  show($("picture"), slide);
  $("awaited").hidden = !slide.pending;
  if (presenting) drawPresent();
  const now = JSON.stringify([slide.id, slide.title, slide.place, slide.parts, slide.notes]);
  if (now === written) return;
  written = now;
  $("title").textContent = slide.title;
  $("where").replaceChildren(link(slide.place));
  $("text").replaceChildren(...slide.parts.map(part));
  const lines = slide.notes.length ? slide.notes.map((text) => element("p", {}, text)) : [element("p", {className: "none"}, "This slide has no notes.")];
  $("notes-text").replaceChildren(...lines);
}

function choose(id, focus = false) {
  const before = chosen;
  chosen = id;
  position = state.slides.findIndex((slide) => slide.id === id);
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  $("area").hidden = true;
  for (const store of [outline, grid]) {
    for (const key of [before, id]) if (store.get(key)?.firstChild) mark(store.get(key).firstChild, key === id);
  }
  reveal($("outline"), outline.get(id));
  if (overview) {
    grid.get(id)?.scrollIntoView({block: "nearest"});
    if (focus) grid.get(id)?.firstChild.focus();
  }
  drawSlide();
  for (const near of [state.slides[position + 1], state.slides[position - 1]]) if (near?.picture) new Image().src = address(near);
}

/** Scroll a box, and nothing around it, so that `inside` is seen: on a phone the outline is no box, and stands far below. */
function reveal(box, inside) {
  if (!inside || box.scrollHeight <= box.clientHeight) return;
  const [outer, inner] = [box.getBoundingClientRect(), inside.getBoundingClientRect()];
  box.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
}

/** To the top of the slide, also where it is the page that scrolls. */
function toTop() {
  $("main").scrollTop = 0;
  if ($("main").getBoundingClientRect().top < 0) $("main").scrollIntoView();
}

function step(by) {
  let to = position + by;
  if (presenting) while (state.slides[to]?.hidden) to += Math.sign(by);
  if (presenting && !state.slides[to]) return;
  to = Math.max(0, Math.min(to, state.slides.length - 1));
  if (state.slides[to]) choose(state.slides[to].id, true);
}

function setOverview(on) {
  overview = on;
  $("overview").hidden = !on;
  $("single").hidden = on;
  $("overview-button").setAttribute("aria-pressed", String(on));
  drawGrid();
  if (on) { grid.get(chosen)?.scrollIntoView({block: "center"}); grid.get(chosen)?.firstChild.focus({preventScroll: true}); }
  else { toTop(); $("main").focus({preventScroll: true}); }
}

function setNotes(on) {
  notes = on;
  $("notes").hidden = !on;
  $("notes-button").setAttribute("aria-pressed", String(on));
  if (presenting) drawPresent();
}

function drawPresent() {
  const slide = current();
  show($("present-picture"), slide);
  $("present-picture").alt = `Slide ${slide.number}: ${slide.title}`;
  $("present-notes").textContent = slide.notes.join("\n\n") || "No notes.";
  $("present-notes").hidden = !notes;
  const said = `Slide ${slide.number}: ${slide.title}`;
  if ($("present-said").textContent !== said) $("present-said").textContent = said;
}

async function present(on) {
  if (on === presenting || (on && !current())) return;
  presenting = on;
  $("present").hidden = !on;
  for (const other of document.querySelectorAll("header, .panes")) other.inert = on;
  if (on) {
    notesBefore = notes;
    setNotes(false);
    drawPresent();
    $("present").focus();
    // Without leave for full screen (an embedded window), the slide still fills the page.
    await $("present").requestFullscreen?.().catch(() => {});
  } else {
    setNotes(notesBefore);
    if (document.fullscreenElement) await document.exitFullscreen();
    $("present-button").focus();
  }
}

/** The smallest part of the slide under the pointer: the cell rather than its table. */
function under(event) {
  const box = $("stage").getBoundingClientRect();
  const x = (event.clientX - box.x) / box.width;
  const y = (event.clientY - box.y) / box.height;
  const hit = (current()?.areas ?? []).filter(({box: [left, top, wide, high]}) => x >= left && x <= left + wide && y >= top && y <= top + high);
  return hit.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3])[0] ?? (current() && {box: [0, 0, 1, 1], place: current().place});
}

function open(place) {
  if (!place) return;
  const to = link(place);
  $("where").replaceChildren(to);
  if (place.editor) to.click();
}

function frame(event) {
  const hit = under(event);
  const area = $("area");
  area.hidden = !hit?.place;
  if (area.hidden) return;
  const [left, top, wide, high] = hit.box.map((share) => `${share * 100}%`);
  Object.assign(area.style, {left, top, width: wide, height: high});
  area.firstChild.textContent = named(hit.place).split("/").at(-1);
}

function toProblems() {
  const box = $("problems").getBoundingClientRect();
  const there = box.top < innerHeight / 2 && box.bottom > 0;
  (there ? $(overview ? "overview" : "single") : $("problems")).scrollIntoView();
  (there ? $("main") : $("problems-title")).focus({preventScroll: true});
}

/** Where to write next: at the first error, else at the slide. */
function openFile() {
  open(state.problems.find((found) => found.severity === "error" && found.place)?.place ?? current()?.place);
}

let still = 0;
/** A pointer that rests is in the audience's way. */
function rest() {
  $("present").classList.remove("still");
  clearTimeout(still);
  still = setTimeout(() => $("present").classList.add("still"), 2000);
}

const keys = {
  ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
  Home: () => step(-state.slides.length), End: () => step(state.slides.length),
  o: () => setOverview(!overview), n: () => setNotes(!notes), f: () => present(!presenting), p: toProblems, e: openFile,
  Escape: () => (presenting ? present(false) : overview && setOverview(false)),
};
const onStage = {...keys, ArrowDown: keys.ArrowRight, ArrowUp: keys.ArrowLeft, " ": keys.ArrowRight, Enter: keys.ArrowRight, o: () => {}, e: () => {}, p: () => {}};

function columns() {
  return getComputedStyle($("grid")).gridTemplateColumns.split(" ").length;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const table = presenting ? onStage : overview ? {...keys, ArrowDown: () => step(columns()), ArrowUp: () => step(-columns())} : keys;
  const act = table[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  // A table that is scrolled sideways keeps its arrows.
  if (event.key.startsWith("Arrow") && event.target.closest?.(".scroll, pre")) return;
  event.preventDefault();
  act();
});
$("overview-button").onclick = () => setOverview(!overview);
$("notes-button").onclick = () => setNotes(!notes);
$("present-button").onclick = () => present(true);
$("problems-button").onclick = toProblems;
$("present").onpointermove = rest;
$("previous").onclick = () => step(-1);
$("next").onclick = () => step(1);
$("present").onclick = () => step(1);
$("stage").onpointermove = frame;
$("stage").onpointerleave = () => { $("area").hidden = true; };
$("stage").onclick = (event) => open(under(event)?.place);
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) present(false); });
addEventListener("hashchange", () => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (state.slides.some((slide) => slide.id === id)) choose(id);
});

// A browser grants six connections to one server, over all its tabs. One tab holds the stream and hands states to the others;
// when it goes, the lock and with it the stream pass to the next.
const others = new BroadcastChannel("deckgen preview");
others.onmessage = ({data}) => take(data);

function take(next) {
  if (next.lost) return drawStatus(true);
  receive(next);
  return drawStatus();
}

function listen() {
  const source = new EventSource("/events");
  source.addEventListener("state", ({data}) => { const next = JSON.parse(data); take(next); others.postMessage(next); });
  source.onerror = () => { drawStatus(true); others.postMessage({lost: true}); };
  return new Promise(() => {});
}

fetch("/state").then((answer) => answer.json()).then(receive).catch(() => drawStatus(true));
if (navigator.locks) navigator.locks.request("deckgen preview events", listen);
else listen();
