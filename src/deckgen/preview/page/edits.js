// The deck in output/ was edited: a banner, the list of its edits, and what becomes of those that are chosen.
import {createElement, editorLink, messageParts} from "/slides.js";

const $ = (id) => document.getElementById(id);
const HIDDEN = "deckgen hidden edits";
const KEY = "deckgen key";
const SORTS = {figure: "figure", status: "status", hiding: "hidden", removal: "deleted"};
const GROUPS = [
  {name: "Texts", holds: (edit) => edit.is_writable && edit.care === "words"},
  {
    name: "Figures, statuses and deletions", holds: (edit) => edit.is_writable,
    hint: "Choose each of these by itself: they change what the record says, also on other slides.",
  },
  {
    name: "Changed in the deck and in the content", holds: (edit) => edit.can_take_deck,
    hint: "One that you choose takes what the deck has; where you choose none, the content stays as it is.",
  },
  {name: "Left to you", holds: (edit) => edit.outcome !== "done", hint: "What deckgen cannot write by itself."},
  {name: "In the content already", holds: () => true},
];
let edited = {status: "none"};
/** The last result that was drawn, and its edits. */
let drawn = "";
/** Whether an edit is chosen, by what it says: kept when edits are looked for again. */
const chosen = new Map();

// The key is in the address that the terminal shows. It is kept for this address, and does not stay visible.
const given = new URLSearchParams(location.search).get("key");
if (given) {
  localStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname + location.hash);
}

/** Show the state of the deck in output/. */
export function drawEdited(next) {
  if (!next) return;
  edited = next;
  drawBanner();
  if (edited.status === "none") openEdits(false);
  if (edited.status === "found" && edited.finding !== drawn) fetchEdits(edited.finding);
  drawFoot();
}

function drawBanner() {
  const [text, progress] = bannerTexts();
  const isHidden = localStorage.getItem(HIDDEN) === whatIsSaid();
  $("edited").hidden = !text || isHidden;
  if ($("edited-text").textContent !== text) $("edited-text").textContent = text;
  $("edited-progress").textContent = progress;
  $("edits-button").hidden = !edited.left;
  $("edited-undo").hidden = !edited.can_undo || edited.read_only;
}

/** What the banner is about: it stays away once it was put away, until there is something else to say. */
function whatIsSaid() {
  return JSON.stringify([edited.file, edited.saved, edited.message]);
}

/** The sentence of the banner, and how far the search is; without a sentence there is nothing to say. */
function bannerTexts() {
  const sentences = edited.message ? [`${edited.message}.`] : [];
  const file = `${edited.file} was edited since it was built (saved ${savedTime()})`;
  let progress = "";
  if (edited.status === "finding" || edited.status === "writing") {
    if (!edited.message) sentences.push(`${file}.`);
    const [done, total] = edited.progress;
    progress = edited.status === "writing" ? "Writing …" : `Looking for its edits${total ? `, ${done} of ${total}` : ""} …`;
  } else if (edited.status === "failed") sentences.push(`${file}; its edits cannot be shown: ${edited.failure}.`);
  else if (edited.left) sentences.push(`${file}: ${edited.counts}.`);
  else if (edited.message && edited.can_undo) sentences.push("The next build has them.");
  return [sentences.join(" "), progress];
}

function savedTime() {
  const saved = new Date(edited.saved);
  const isToday = saved.toDateString() === new Date().toDateString();
  return saved.toLocaleString("en-GB", isToday ? {timeStyle: "short"} : {dateStyle: "medium", timeStyle: "short"});
}

async function fetchEdits(finding) {
  const found = await fetch("/edits").then((response) => response.json()).catch(() => ({}));
  if (found.finding !== finding || edited.finding !== finding) return;
  drawn = finding;
  $("edits-about").replaceChildren(...found.remarks.map((text) => createElement("p", {}, ...messageParts(`${text}.`))));
  const remaining = new Set(found.edits);
  const groups = GROUPS.map((group) => {
    const edits = [...remaining].filter(group.holds);
    edits.forEach((edit) => remaining.delete(edit));
    return edits.length ? groupElement(group, edits) : "";
  });
  const comments = found.comments.filter(({state}) => state === "new" || state === "unplaced");
  $("edits-groups").replaceChildren(...groups, comments.length ? commentsElement(comments) : "");
  drawFoot();
}

function groupElement(group, edits) {
  const all = group === GROUPS[0] && edits.length > 1 ? [["All", true], ["None", false]] : [];
  const buttons = all.map(([name, on]) => createElement("button", {type: "button", onclick: () => chooseAll(edits, on)}, name));
  return createElement("fieldset", {},
    createElement("legend", {}, `${group.name} (${edits.length})`),
    group.hint ? createElement("p", {className: "hint"}, group.hint) : "",
    buttons.length ? createElement("p", {className: "all"}, ...buttons) : "",
    createElement("ol", {}, ...edits.map(editElement)));
}

/** The comments of the deck that the content does not have: to read, and to be written by `pull`. */
function commentsElement(comments) {
  const hint = `To have them in the content, as lines that deckgen check lists: \`deckgen pull ${edited.file} --comments\``;
  const items = comments.map((comment) => createElement("li", {className: "edit plain"},
    createElement("span", {className: "what"}, createElement("span", {className: "slides"}, `Slide ${comment.slide}`), comment.about ? ` ${comment.about}` : "",
      ...[comment, ...comment.replies].map(({author, text}) => versionElement(author || "Comment", text))),
    createElement("div", {className: "below"}, comment.place ? createElement("p", {}, editorLink(comment.place)) : "")));
  return createElement("section", {className: "comments"},
    createElement("h3", {}, `Comments (${comments.length})`), createElement("p", {className: "hint"}, ...messageParts(hint)), createElement("ol", {}, ...items));
}

function keyOf(edit) {
  return JSON.stringify([edit.file, edit.before, edit.after, edit.message, edit.care]);
}

function isChosen(edit) {
  return chosen.get(keyOf(edit)) ?? (edit.is_writable && edit.care === "words");
}

function chooseAll(edits, on) {
  for (const edit of edits) {
    chosen.set(keyOf(edit), on);
    $(`edit-${edit.number}`).checked = on;
  }
  drawFoot();
}

function editElement(edit) {
  const canBeChosen = edit.is_writable || edit.can_take_deck;
  const slides = `${edit.slides.length > 1 ? "Slides" : "Slide"} ${edit.slides.join(", ")}`;
  const sort = edit.is_writable ? SORTS[edit.care] : "";
  const head = [createElement("span", {className: "slides"}, slides), edit.about ? ` ${edit.about} ` : " "];
  if (sort) head.push(createElement("span", {className: "tag"}, sort));
  const what = createElement("span", {className: "what"}, ...head, ...versionElements(edit));
  const item = createElement("li", {className: canBeChosen ? "edit" : "edit plain"});
  if (canBeChosen) {
    const box = createElement("input", {
      type: "checkbox", id: `edit-${edit.number}`, checked: isChosen(edit), value: edit.number,
      onchange: () => { chosen.set(keyOf(edit), box.checked); drawFoot(); },
    });
    box.dataset.takesDeck = edit.can_take_deck ? "yes" : "";
    item.append(createElement("label", {htmlFor: box.id}, box, what));
  } else item.append(what);
  item.append(belowElement(edit));
  return item;
}

const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What an edit says: the text before and after, or in deck and content, or a sentence. */
function versionElements(edit) {
  if (edit.outcome === "conflict" && edit.values.length) {
    return edit.values.flatMap((value) => [
      versionElement("When built", value.built), versionElement("In the content", value.content ?? "(its entry is gone)"),
      versionElement("In the deck", value.edited),
    ]);
  }
  if (!edit.is_text) return [createElement("span", {className: "message"}, ...messageParts(capitalised(edit.message)))];
  const [start, gone, added, end] = changedPart(edit.before, edit.after);
  return [
    versionElement("Before", start, gone ? createElement("del", {}, gone) : "", end),
    versionElement("After", start, added ? createElement("ins", {}, added) : "", end),
  ];
}

function versionElement(name, ...texts) {
  return createElement("span", {className: "version"}, createElement("span", {}, `${name}: `), createElement("span", {}, ...texts));
}

/** What two texts begin with, what differs in each, and what they end with; in whole words. */
function changedPart(before, after) {
  const [old, now] = [before, after].map((text) => text.replaceAll(" ¶ ", "\n").split(/(\s+)/));
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const text = (words, from, to) => words.slice(from, to).join("");
  return [text(old, 0, start), text(old, start, old.length - end), text(now, start, now.length - end), text(old, old.length - end)];
}

function belowElement(edit) {
  const below = createElement("div", {className: "below"});
  if (edit.outcome === "merged") below.append(createElement("p", {}, "Merged with what has changed in the content since."));
  if (edit.consequences.length) below.append(createElement("ul", {}, ...edit.consequences.map((text) => createElement("li", {}, capitalised(text)))));
  if (edit.proposal) below.append(createElement("pre", {tabindex: "0", role: "group", "aria-label": "To paste into the content"}, edit.proposal));
  if (edit.place) below.append(createElement("p", {}, editorLink(edit.place)));
  return below;
}

function checkedBoxes() {
  return [...$("edits-groups").querySelectorAll("input:checked")];
}

/** The key that lets this page write; empty where it may only look. */
const key = () => (edited.read_only ? "" : localStorage.getItem(KEY) ?? "");

function drawFoot() {
  const count = checkedBoxes().length;
  $("edits-write").disabled = !count || !key() || edited.status !== "found";
  $("edits-write").textContent = count === 1 ? "Write this edit into the content" : `Write ${count || "no"} edits into the content`;
  $("edits-foot").hidden = !$("edits-groups").querySelector("input");
  let note = "";
  if (edited.read_only) note = "The preview runs with --read-only: use deckgen pull in a terminal.";
  else if (!key()) note = "To write, open the address that the terminal shows.";
  else if (edited.status === "writing") note = "Writing …";
  $("edits-note").textContent = note;
}

/** Ask the server for a change; returns whether it was made. What became of it is in the next state. */
async function change(request) {
  const headers = {"content-type": "application/json", "x-deckgen-key": key()};
  const response = await fetch("/edits/change", {method: "POST", headers, body: JSON.stringify(request)}).catch(() => null);
  if (response?.ok || response?.status === 409) return;
  const why = response ? await response.text() : "The preview has ended.";
  $("edits-note").textContent = why;
  $("edited-progress").textContent = why;
}

/** Show or hide the list of edits in the place of the slides. */
function openEdits(on) {
  const isOpen = !$("edits").hidden;
  if (on === isOpen) return;
  $("edits").hidden = !on;
  $("main").classList.toggle("with-edits", on);
  $("edits-button").setAttribute("aria-pressed", String(on));
  $("main").scrollTop = 0;
  if (on) $("edits-title").focus();
}

function toggleEdits() {
  if ($("edits").hidden) openEdits(Boolean(edited.left));
  else { openEdits(false); $("main").focus(); }
}

$("edits-button").onclick = toggleEdits;
$("edited-hide").onclick = () => {
  localStorage.setItem(HIDDEN, whatIsSaid());
  openEdits(false);
  drawBanner();
  $("main").focus();
};
$("edited-undo").onclick = () => change({action: "undo"});
$("edits-form").onsubmit = (event) => {
  event.preventDefault();
  const choices = checkedBoxes().map((box) => ({number: Number(box.value), takes_deck: Boolean(box.dataset.takesDeck)}));
  change({action: "write", finding: drawn, choices});
};
// While edits are listed, no key but these means a slide.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !$("present").hidden) return;
  const isOpen = !$("edits").hidden;
  if (event.key.toLowerCase() === "b" || (isOpen && event.key === "Escape")) {
    event.preventDefault();
    toggleEdits();
  } else if (!isOpen) return;
  event.stopImmediatePropagation();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("nav button, #overview-button, #problems-button, #present-button")) openEdits(false);
}, true);
