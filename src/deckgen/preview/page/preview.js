// States from the server → the page. A state is complete; elements of slides that remain are reused, so nothing jumps.
import {drawEdited} from "/edits.js";
import {createElement, editorLink, locationText, partElement, problemItem, reconcileChildren} from "/slides.js";

const $ = (id) => document.getElementById(id);
let state = {slides: [], problems: [], version: -1};
let chosen = decodeURIComponent(location.hash.slice(1));
let position = 0;
let overview = false;
let notes = true;
let presenting = false;
let notesBefore = true;
/** The pictures of all slides when they were last complete, by the ids of the slides. */
let lastPictures = new Map();
/** A sentence on the slides that have changed since then. */
let changeNote = "";
/** Elements of the outline and of the overview, by the ids of their slides. */
const outline = new Map();
const grid = new Map();

const currentSlide = () => state.slides[position];
const pictureAddress = (slide) => `/pictures/${slide.picture}.png`;

/** Show a picture once it is decoded: until then the last one stays. */
async function showPicture(image, slide) {
  const key = slide?.picture ?? "";
  if (image.dataset.wanted === key) return;
  image.dataset.wanted = key;
  if (!key) { image.hidden = true; image.removeAttribute("src"); return; }
  const next = new Image();
  next.src = pictureAddress(slide);
  try { await next.decode(); } catch { if (image.dataset.wanted === key) image.dataset.wanted = ""; return; }
  if (image.dataset.wanted !== key) return;
  image.src = next.src;
  image.hidden = false;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    image.dataset.shown = key;
    document.dispatchEvent(new CustomEvent("shown", {detail: {key, at: performance.timeOrigin + performance.now()}}));
  }));
}

/** Show a new state. */
function receive(next) {
  // States are both requested and pushed, so an older one may arrive later.
  if (next.slides === undefined || (next.run === state.run && next.version <= state.version)) return;
  state = next;
  const index = state.slides.findIndex((slide) => slide.id === chosen);
  position = index >= 0 ? index : Math.max(0, Math.min(position, state.slides.length - 1));
  if (state.slides.length) chosen = currentSlide().id;
  noteChangedSlides();
  document.title = `${state.fault ? "⚠ " : ""}${state.deck} – deckgen preview`;
  drawStatus();
  drawProblems();
  drawOutline();
  drawGrid();
  drawSlide();
  drawEdited(state.edited);
}

/** Once all pictures are finished, note which of them have changed since they last were. */
function noteChangedSlides() {
  if (!state.slides.length || state.slides.some((slide) => slide.pending)) return;
  const changed = state.slides.filter((slide) => lastPictures.get(slide.id) !== slide.picture);
  const numbers = changed.map((slide) => slide.number);
  if (lastPictures.size && changed.length) {
    changeNote = changed.length === state.slides.length ? "All slides changed" : changed.length === 1 ? `Slide ${numbers[0]} changed`
      : changed.length > 6 ? `${changed.length} slides changed` : `Slides ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} changed`;
    for (const slide of state.slides) outline.get(slide.id)?.classList.toggle("fresh", changed.includes(slide));
  }
  lastPictures = new Map(state.slides.map((slide) => [slide.id, slide.picture]));
}

function drawStatus(isDisconnected = false) {
  const status = $("status");
  const pending = state.slides.filter((slide) => slide.pending).length;
  const count = state.slides.length === 1 ? "1 slide" : `${state.slides.length} slides`;
  let text = `${count}, drawn by ${state.renderer === "libreoffice" ? "LibreOffice" : "the embedded renderer"}`;
  if (changeNote) text = `${changeNote} · ${text}`;
  if (state.building) text = "Building the deck …";
  else if (pending) text = `Drawing ${pending} of ${count} …`;
  else if (state.fault) text = state.slides.length ? "Errors: these are the last good slides" : "Errors";
  if (isDisconnected) text = "The preview has ended or cannot be reached; trying again …";
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("lost", isDisconnected);
  status.classList.toggle("wrong", Boolean(state.fault));
  $("deck").textContent = state.deck;
}

/** What the list of problems was last drawn from. */
let drawnProblems = "";
function drawProblems() {
  const source = JSON.stringify([state.problems, state.fault, state.building, state.slides.map((slide) => slide.id)]);
  if (source === drawnProblems) return;
  drawnProblems = source;
  $("problems").hidden = Boolean(state.building);
  const errors = state.problems.filter(({severity}) => severity === "error");
  const otherProblems = state.problems.filter(({severity}) => severity !== "error");
  $("faults").hidden = !errors.length;
  $("faults-title").textContent = errors.length === 1 ? "One error in the content" : `${errors.length} errors in the content`;
  $("faults-note").textContent = state.slides.length ? `Until ${errors.length === 1 ? "it is" : "they are"} fixed, the last good slides stay.` : "There is no good state of the deck yet.";
  $("faults-list").replaceChildren(...errors.map(drawProblem));
  $("problems-title").textContent = `Problems (${state.problems.length})`;
  $("problems-count").textContent = state.problems.length;
  $("problems-count").classList.toggle("wrong", errors.length > 0);
  $("problems-list").replaceChildren(...otherProblems.map(drawProblem));
  if (!otherProblems.length) {
    const text = errors.length ? "No problems other than the errors below." : "No problems.";
    $("problems-list").append(createElement("li", {className: "none"}, text));
  }
}

function drawProblem(problem) {
  const slide = state.slides.find(({id}) => id === problem.slide);
  return problemItem(problem, slide, () => { setOverview(false); choose(slide.id); });
}

function drawOutline() {
  const children = [];
  let items = [];
  let section = null;
  const groups = [];
  for (const slide of state.slides) {
    if (slide.section !== section) { section = slide.section; items = []; groups.push([section, items]); }
    items.push(outlineItem(slide));
  }
  for (const [name, groupItems] of groups) {
    const heading = getOrCreate(outline, `heading ${name}`, () => createElement("h2"));
    if (heading.textContent !== name) heading.textContent = name;
    const group = getOrCreate(outline, `list ${name}`, () => createElement("ol"));
    reconcileChildren(group, groupItems);
    children.push(heading, group);
  }
  reconcileChildren($("outline"), children);
}

function chooseFromOutline(id) {
  choose(id);
  if (getComputedStyle($("outline")).overflowY !== "auto") scrollToTop();
}

function getOrCreate(elements, key, create) {
  if (!elements.has(key)) elements.set(key, create());
  return elements.get(key);
}

function outlineItem(slide) {
  const item = getOrCreate(outline, slide.id, () => {
    const button = createElement("button", {type: "button", onclick: () => chooseFromOutline(slide.id)},
      createElement("span", {className: "number"}), createElement("span", {className: "label"}), createElement("span", {className: "tag", hidden: true}, "hidden"));
    return createElement("li", {}, button);
  });
  const button = item.firstChild;
  button.children[0].textContent = slide.number;
  if (button.children[1].textContent !== slide.title) button.children[1].textContent = slide.title;
  button.children[2].hidden = !slide.hidden;
  setCurrent(button, slide.id === chosen);
  return item;
}

function setCurrent(button, isCurrent) {
  if (isCurrent) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function drawGrid() {
  if (!overview) return;
  reconcileChildren($("grid"), state.slides.map((slide) => {
    const item = getOrCreate(grid, slide.id, () => createElement("li", {},
      createElement("button", {type: "button", onclick: () => { choose(slide.id); setOverview(false); }},
        createElement("img", {alt: ""}), createElement("span", {className: "caption"}))));
    const button = item.firstChild;
    showPicture(button.children[0], slide);
    button.children[1].textContent = `${slide.number}. ${slide.title}${slide.hidden ? " (hidden)" : ""}`;
    setCurrent(button, slide.id === chosen);
    return item;
  }));
}

/** What the text of the slide was last drawn from. */
let drawnText = "";
function drawSlide() {
  const slide = currentSlide();
  $("previous").disabled = position <= 0;
  $("next").disabled = position >= state.slides.length - 1;
  $("main").classList.toggle("empty", !slide);
  if (!slide) { showPicture($("picture"), undefined); $("title").textContent = state.building ? "Building the deck …" : "No slide yet"; return; }
  $("main").style.setProperty("--ratio", slide.ratio);
  $("picture").alt = `Picture of slide ${slide.number}: ${slide.title}. Its text is below.`;
  $("count").textContent = `${slide.number} of ${state.slides.length}${slide.hidden ? ", hidden" : ""}`;
  showPicture($("picture"), slide);
  $("drawing-label").hidden = !slide.pending;
  if (presenting) drawPresent();
  const source = JSON.stringify([slide.id, slide.title, slide.place, slide.parts, slide.notes]);
  if (source === drawnText) return;
  drawnText = source;
  $("title").textContent = slide.title;
  $("where").replaceChildren(editorLink(slide.place));
  $("text").replaceChildren(...slide.parts.map(partElement));
  const lines = slide.notes.length ? slide.notes.map((text) => createElement("p", {}, text)) : [createElement("p", {className: "none"}, "This slide has no notes.")];
  $("notes-text").replaceChildren(...lines);
}

function choose(id, focus = false) {
  const before = chosen;
  chosen = id;
  position = state.slides.findIndex((slide) => slide.id === id);
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  $("area").hidden = true;
  for (const elements of [outline, grid]) {
    for (const key of [before, id]) if (elements.get(key)?.firstChild) setCurrent(elements.get(key).firstChild, key === id);
  }
  reveal($("outline"), outline.get(id));
  if (overview) {
    grid.get(id)?.scrollIntoView({block: "nearest"});
    if (focus) grid.get(id)?.firstChild.focus();
  }
  drawSlide();
  const neighbours = [state.slides[position + 1], state.slides[position - 1]];
  for (const neighbour of neighbours) if (neighbour?.picture) new Image().src = pictureAddress(neighbour);
}

/** Scroll a box, but not the page, so that its element `inside` is visible. On a phone the outline does not scroll, and is far below. */
function reveal(box, inside) {
  if (!inside || box.scrollHeight <= box.clientHeight) return;
  const [outer, inner] = [box.getBoundingClientRect(), inside.getBoundingClientRect()];
  box.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
}

/** Scroll to the top of the slide, also on a phone, where the page itself scrolls. */
function scrollToTop() {
  $("main").scrollTop = 0;
  if ($("main").getBoundingClientRect().top < 0) $("main").scrollIntoView();
}

function step(by) {
  let target = position + by;
  if (presenting) while (state.slides[target]?.hidden) target += Math.sign(by);
  if (presenting && !state.slides[target]) return;
  target = Math.max(0, Math.min(target, state.slides.length - 1));
  if (state.slides[target]) choose(state.slides[target].id, true);
}

function setOverview(on) {
  overview = on;
  $("overview").hidden = !on;
  $("single").hidden = on;
  $("overview-button").setAttribute("aria-pressed", String(on));
  drawGrid();
  if (on) { grid.get(chosen)?.scrollIntoView({block: "center"}); grid.get(chosen)?.firstChild.focus({preventScroll: true}); }
  else { scrollToTop(); $("main").focus({preventScroll: true}); }
}

function setNotes(on) {
  notes = on;
  $("notes").hidden = !on;
  $("notes-button").setAttribute("aria-pressed", String(on));
  if (presenting) drawPresent();
}

function drawPresent() {
  const slide = currentSlide();
  showPicture($("present-picture"), slide);
  $("present-picture").alt = `Slide ${slide.number}: ${slide.title}`;
  $("present-notes").textContent = slide.notes.join("\n\n") || "No notes.";
  $("present-notes").hidden = !notes;
  const announcement = `Slide ${slide.number}: ${slide.title}`;
  if ($("present-announcement").textContent !== announcement) $("present-announcement").textContent = announcement;
}

async function setPresenting(on) {
  if (on === presenting || (on && !currentSlide())) return;
  presenting = on;
  $("present").hidden = !on;
  for (const other of document.querySelectorAll("header, .panes")) other.inert = on;
  if (on) {
    notesBefore = notes;
    setNotes(false);
    drawPresent();
    $("present").focus();
    // Where full screen is not permitted (an embedded window), the slide still fills the page.
    await $("present").requestFullscreen?.().catch(() => {});
  } else {
    setNotes(notesBefore);
    if (document.fullscreenElement) await document.exitFullscreen();
    $("present-button").focus();
  }
}

/** The smallest area of the slide under the pointer: a cell rather than its table. */
function areaAt(event) {
  const box = $("stage").getBoundingClientRect();
  const x = (event.clientX - box.x) / box.width;
  const y = (event.clientY - box.y) / box.height;
  const contains = ({box: [left, top, width, height]}) => x >= left && x <= left + width && y >= top && y <= top + height;
  const hits = (currentSlide()?.areas ?? []).filter(contains);
  return hits.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3])[0] ?? (currentSlide() && {box: [0, 0, 1, 1], place: currentSlide().place});
}

function openLocation(place) {
  if (!place) return;
  const anchor = editorLink(place);
  $("where").replaceChildren(anchor);
  if (place.editor) anchor.click();
}

function highlightArea(event) {
  const area = areaAt(event);
  const outlineBox = $("area");
  outlineBox.hidden = !area?.place;
  if (outlineBox.hidden) return;
  const [left, top, width, height] = area.box.map((fraction) => `${fraction * 100}%`);
  Object.assign(outlineBox.style, {left, top, width, height});
  outlineBox.firstChild.textContent = locationText(area.place).split("/").at(-1);
}

function toggleProblems() {
  const box = $("problems").getBoundingClientRect();
  const isVisible = box.top < innerHeight / 2 && box.bottom > 0;
  (isVisible ? $(overview ? "overview" : "single") : $("problems")).scrollIntoView();
  (isVisible ? $("main") : $("problems-title")).focus({preventScroll: true});
}

/** Open the file to edit next: at the first error, otherwise at the slide. */
function openFile() {
  const error = state.problems.find(({severity, place}) => severity === "error" && place);
  openLocation(error?.place ?? currentSlide()?.place);
}

let pointerTimer = 0;
/** Hide the pointer after two seconds without a movement, for the audience. */
function hidePointerLater() {
  $("present").classList.remove("still");
  clearTimeout(pointerTimer);
  pointerTimer = setTimeout(() => $("present").classList.add("still"), 2000);
}

const keys = {
  ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
  Home: () => step(-state.slides.length), End: () => step(state.slides.length),
  o: () => setOverview(!overview), n: () => setNotes(!notes), f: () => setPresenting(!presenting), p: toggleProblems, e: openFile,
  Escape: () => (presenting ? setPresenting(false) : overview && setOverview(false)),
};
const presentingKeys = {...keys, ArrowDown: keys.ArrowRight, ArrowUp: keys.ArrowLeft, " ": keys.ArrowRight, Enter: keys.ArrowRight, o: () => {}, e: () => {}, p: () => {}};

function gridColumns() {
  return getComputedStyle($("grid")).gridTemplateColumns.split(" ").length;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const actions = presenting ? presentingKeys : overview ? {...keys, ArrowDown: () => step(gridColumns()), ArrowUp: () => step(-gridColumns())} : keys;
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  // In a table that scrolls sideways, the arrow keys scroll.
  if (event.key.startsWith("Arrow") && event.target.closest?.(".scroll, pre")) return;
  event.preventDefault();
  action();
});
$("overview-button").onclick = () => setOverview(!overview);
$("notes-button").onclick = () => setNotes(!notes);
$("present-button").onclick = () => setPresenting(true);
$("problems-button").onclick = toggleProblems;
$("present").onpointermove = hidePointerLater;
$("previous").onclick = () => step(-1);
$("next").onclick = () => step(1);
$("present").onclick = () => step(1);
$("stage").onpointermove = highlightArea;
$("stage").onpointerleave = () => { $("area").hidden = true; };
$("stage").onclick = (event) => openLocation(areaAt(event)?.place);
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) setPresenting(false); });
addEventListener("hashchange", () => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (state.slides.some((slide) => slide.id === id)) choose(id);
});

// A browser opens at most six connections to one server, for all its tabs. One tab has the stream and sends states to the others;
// when it is closed, another tab gets the lock, and opens the stream.
const otherTabs = new BroadcastChannel("deckgen preview");
otherTabs.onmessage = ({data}) => handleMessage(data);

function handleMessage(next) {
  if (next.lost) return drawStatus(true);
  receive(next);
  return drawStatus();
}

function listen() {
  const source = new EventSource("/events");
  source.addEventListener("state", ({data}) => { const next = JSON.parse(data); handleMessage(next); otherTabs.postMessage(next); });
  source.onerror = () => { drawStatus(true); otherTabs.postMessage({lost: true}); };
  return new Promise(() => {});
}

fetch("/state").then((response) => response.json()).then(receive).catch(() => drawStatus(true));
if (navigator.locks) navigator.locks.request("deckgen preview events", listen);
else listen();
