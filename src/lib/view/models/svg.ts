const space = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and children; an attribute that is null is left out. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  ...content: readonly (Node | string)[]
): SVGElement {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}
