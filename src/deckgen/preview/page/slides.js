// Data of a state → elements: the text of a slide, problems, links into the editor. This module has no state.

/** Create an element. Of its `properties`, `aria-…`, `role` and `tabindex` are set as attributes. */
export function createElement(tag, properties = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role" || name === "tabindex") created.setAttribute(name, value);
    else created[name] = value;
  }
  created.append(...children);
  return created;
}

/** The file and line of a location, as text. */
export function locationText(place) {
  return place.line ? `${place.file}:${place.line}` : place.file;
}

/** A link that opens a location in the editor; plain text where the user wants no editor. */
export function editorLink(place) {
  if (!place) return createElement("span");
  if (!place.editor) return createElement("span", {className: "place"}, locationText(place));
  return createElement("a", {href: place.editor, className: "place", title: "Open in the editor"}, locationText(place));
}

/** The text and code elements of a message, in which `backticks` enclose what an author types. */
export function messageParts(text) {
  return text.split("`").map((part, i, all) => (i % 2 && i < all.length - 1 ? createElement("code", {}, part) : i % 2 ? `\`${part}` : part));
}

/** The list item of a problem, with its location; `slide` is the slide that has it, if there is one, and `goToSlide` shows it. */
export function problemItem(problem, slide, goToSlide) {
  const word = {error: "Error", warning: "Warning", note: "Note"}[problem.severity];
  const item = createElement("li", {className: `problem ${problem.severity}`},
    createElement("p", {}, createElement("span", {className: "severity"}, `${word}: `), ...messageParts(problem.message)),
  );
  const links = createElement("p", {className: "places"});
  if (problem.place) links.append(editorLink(problem.place));
  if (slide) links.append(createElement("button", {type: "button", onclick: goToSlide}, `Slide ${slide.number}`));
  if (problem.rule) links.append(createElement("span", {className: "tag", title: "The rule: deck.yaml can switch it off under checks"}, problem.rule));
  if (links.childNodes.length) item.append(links);
  if (problem.quote.length) item.append(createElement("pre", {tabindex: "0", role: "group", "aria-label": "The line with the problem"}, problem.quote.join("\n")));
  if (problem.hint) item.append(createElement("p", {}, "Hint: ", ...messageParts(problem.hint)));
  return item;
}

function tableElement(part) {
  const rows = part.rows.map((row, i) => createElement("tr", {}, ...row.map((cell) => {
    const isHeader = i < part.heads;
    const cellElement = createElement(isHeader && cell.text ? "th" : "td", {colSpan: cell.span}, cell.text);
    if (isHeader && cell.text) cellElement.scope = "col";
    return cellElement;
  })));
  const label = {tabindex: "0", role: "group", "aria-label": part.name};
  return createElement("div", {className: "scroll", ...label}, createElement("table", {}, ...rows));
}

/** The element of one part of a slide: its text, and where it is written. */
export function partElement(part) {
  const body = part.type === "table" ? tableElement(part) : createElement("p", {}, part.lines.join("\n"));
  const kind = part.type === "picture" ? createElement("span", {className: "tag"}, "Picture") : "";
  return createElement("div", {className: "part"}, kind, body, editorLink(part.place));
}

/** Make `children` the children of `parent`, in their order. Those that are there already keep focus and scroll position. */
export function reconcileChildren(parent, children) {
  const remaining = new Set(children);
  for (const child of [...parent.children]) if (!remaining.has(child)) child.remove();
  children.forEach((child, i) => { if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null); });
}
