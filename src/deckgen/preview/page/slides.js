// Plain data → elements: the text of a slide, problems, links into the editor. No state of its own.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role" || name === "tabindex") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export function named(place) {
  return place.line ? `${place.file}:${place.line}` : place.file;
}

/** A link that opens the editor; plain text where no editor is wanted. */
export function link(place) {
  if (!place) return element("span");
  if (!place.editor) return element("span", {className: "place"}, named(place));
  return element("a", {href: place.editor, className: "place", title: "Open in the editor"}, named(place));
}

/** A message, with what an author types (`in backticks`) set as such. */
function worded(text) {
  return text.split("`").map((part, i, all) => (i % 2 && i < all.length - 1 ? element("code", {}, part) : i % 2 ? `\`${part}` : part));
}

/** A problem with its place; `slide` is that on which it shows, if there is one, and `go` leads there. */
export function problem(found, slide, go) {
  const word = {error: "Error", warning: "Warning", note: "Note"}[found.severity];
  const made = element("li", {className: `problem ${found.severity}`},
    element("p", {}, element("span", {className: "severity"}, `${word}: `), ...worded(found.message)),
  );
  const places = element("p", {className: "places"});
  if (found.place) places.append(link(found.place));
  if (slide) places.append(element("button", {type: "button", onclick: go}, `Slide ${slide.number}`));
  if (found.rule) places.append(element("span", {className: "tag", title: "The rule: deck.yaml can switch it off under checks"}, found.rule));
  if (places.childNodes.length) made.append(places);
  if (found.quote.length) made.append(element("pre", {tabindex: "0", role: "group", "aria-label": "The line at fault"}, found.quote.join("\n")));
  if (found.hint) made.append(element("p", {}, "Hint: ", ...worded(found.hint)));
  return made;
}

function table(part) {
  const rows = part.rows.map((row, i) => element("tr", {}, ...row.map((cell) => {
    const head = i < part.heads;
    const made = element(head && cell.text ? "th" : "td", {colSpan: cell.span}, cell.text);
    if (head && cell.text) made.scope = "col";
    return made;
  })));
  const label = {tabindex: "0", role: "group", "aria-label": part.name};
  return element("div", {className: "scroll", ...label}, element("table", {}, ...rows));
}

/** One part of a slide: its text, and where it is written. */
export function part(found) {
  const body = found.type === "table" ? table(found) : element("p", {}, found.lines.join("\n"));
  const kind = found.type === "picture" ? element("span", {className: "tag"}, "Picture") : "";
  return element("div", {className: "part"}, kind, body, link(found.place));
}

/** Bring the children of `parent` into the order of `wanted`, keeping those that stay: focus and scroll position with them. */
export function keyed(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((child, i) => { if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null); });
}
