/** What is read out of an open page. */
export interface PageReading {
  readonly title: string;
  /** Cells whose value has not come. */
  readonly pending: number;
  readonly errors: readonly string[];
  /** Visible text of <main>, one block a line; what findings, figures and controls hold is left out. */
  readonly prose: readonly string[];
  /** Visible text of <main> with everything but code. */
  readonly text: readonly string[];
  /** Addresses of links within the site, absolute. */
  readonly links: readonly string[];
  readonly ids: readonly string[];
}

/** Runs in the page: it may use nothing from outside its own body. */
export function readPage(): PageReading {
  const shown =
    "[data-finding],[data-artifact],figure,svg,canvas,time,input,select,option,textarea,button,output,label";
  const never = "script,style,template,noscript,pre,code";
  const main = document.querySelector("main") ?? document.body;
  const blocks = (skip: string): string[] => {
    const lines: string[] = [];
    let line = "";
    const end = () => {
      if (line.trim() !== "") lines.push(line.replace(/\s+/g, " ").trim());
      line = "";
    };
    const visit = (node: Node) => {
      if (node instanceof Text) line += node.data;
      else if (node instanceof HTMLElement || node instanceof SVGElement) {
        if (node.matches(skip)) {
          line += " ";
          return;
        }
        if (!node.checkVisibility({visibilityProperty: true})) return;
        const block = node instanceof HTMLElement && !/^(?:inline|contents)/.test(getComputedStyle(node).display);
        if (block) end();
        for (const child of node.childNodes) visit(child);
        if (block) end();
      }
    };
    visit(main);
    end();
    return lines;
  };
  return {
    title: document.title,
    pending: document.querySelectorAll("observablehq-loading").length,
    errors: [...document.querySelectorAll(".observablehq--error")].map((e) => (e.textContent ?? "").trim()),
    prose: blocks(`${never},${shown}`),
    text: blocks(never),
    links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
      .filter((a) => a.origin === location.origin)
      .map((a) => a.href),
    ids: [...document.querySelectorAll("[id],a[name]")].map((e) => e.id || (e.getAttribute("name") ?? "")),
  };
}

/** Runs in the page: what sticks out to the right of the window, outermost first. Scrolling containers may be wide inside. */
export function findOverflow(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide: Element[] = [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.getBoundingClientRect().right <= width + 1 || wide.some((other) => other.contains(element))) continue;
    let scrolls = false;
    for (let e = element.parentElement; e !== null && e !== document.body; e = e.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)) scrolls = true;
    if (!scrolls) wide.push(element);
  }
  return wide
    .slice(0, 3)
    .map(
      (e) =>
        `<${e.tagName.toLowerCase()}${e.id && `#${e.id}`}${e.getAttribute("class") ? `.${e.getAttribute("class")!.split(/\s+/).join(".")}` : ""}>`,
    );
}
