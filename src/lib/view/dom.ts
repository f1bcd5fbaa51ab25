/** What may stand inside an element: nodes, text, numbers as text, or nothing. */
export type Content = Node | string | number | null | undefined | false | readonly Content[];

/**
 * Makes an element: `h("td", {class: "num"}, "12")`. Attributes that are null, undefined or false are left out, true
 * gives an empty one; a function under "onclick" and the like is a listener. Text is never parsed as HTML.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, unknown>> | null = null,
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on") && typeof value === "function")
      element.addEventListener(key.slice(2), value as EventListener);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, content);
  return element;
}

function append(parent: Node, content: Content): void {
  if (content === null || content === undefined || content === false) return;
  if (Array.isArray(content)) for (const part of content) append(parent, part);
  else if (typeof content === "string" || typeof content === "number")
    parent.appendChild(document.createTextNode(oneLine(String(content))));
  else parent.appendChild(content as Node);
}

/** A number and its sign stay on one line. */
function oneLine(text: string): string {
  return text.replace(/(\d) (?=[%×])/g, "$1\u00a0");
}
