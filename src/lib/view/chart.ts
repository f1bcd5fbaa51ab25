import {parse, type Spec, View, Warn} from "vega";
import {expressionInterpreter} from "vega-interpreter";
import {compile, type TopLevelSpec} from "vega-lite";
import {config} from "./charts/theme.ts";
import {type Content, h} from "./dom.ts";
import {dataTable, type TableColumn} from "./table.ts";

export interface ChartOptions<Row> {
  /** What a reader learns from it, above the chart. */
  readonly title: string;
  /** Units and how to read it, below the title. */
  readonly subtitle?: Content;
  /** The chart in one or two sentences, for those who do not see it. */
  readonly label: string;
  /** "stage/artifact" that the numbers were read from. */
  readonly artifact: string;
  /** Pixels kept free until it is drawn, so that the page does not jump. Default 320. */
  readonly height?: number;
  /** The same numbers as a table, opened on demand. */
  readonly table: {readonly columns: readonly TableColumn<Row>[]; readonly rows: readonly Row[]};
  /** Is handed each view before it is drawn: for a chart whose named data change while it is looked at. */
  readonly live?: (view: View) => void;
}

/**
 * A vega-lite chart as a figure: drawn as SVG at the width it is given and again when that changes. Expressions are
 * interpreted, never evaluated as code, so that a Content-Security-Policy without 'unsafe-eval' holds.
 */
export function chart<Row>(spec: (width: number) => TopLevelSpec, options: ChartOptions<Row>): HTMLElement {
  const {title, subtitle, label, artifact, height = 320, table, live} = options;
  const box = h("div", {class: "pb-chart-box", role: "img", "aria-label": label, style: `min-height:${height}px`});
  const details = h("details", {class: "pb-chart-data"}, h("summary", null, "Show the numbers"));
  details.addEventListener(
    "toggle",
    () => details.append(dataTable({caption: title, quiet: true, artifact, ...table})),
    {once: true},
  );
  const figure = h(
    "figure",
    {class: "pb-chart", "data-artifact": artifact},
    h(
      "figcaption",
      null,
      h("span", {class: "pb-chart-title"}, title),
      subtitle ? h("span", {class: "pb-chart-subtitle"}, subtitle) : null,
    ),
    box,
    details,
  );
  let drawn = 0;
  let view: View | undefined;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width < 1 || width === drawn) return;
    drawn = width;
    view?.finalize();
    view = makeView(box, spec(width));
    live?.(view);
    view.runAsync();
  }).observe(box);
  return figure;
}

/**
 * Compiles a spec into a view of a box; `runAsync` draws it. Vega gives its container a role and a label of its own, so it
 * gets one inside the box, which keeps ours and is what screen readers see.
 */
export function makeView(box: HTMLElement, spec: TopLevelSpec): View {
  const compiled = compile(spec, {config}).spec as Spec;
  const container = h("div", {"aria-hidden": "true"});
  box.replaceChildren(container);
  const view = new View(parse(compiled, undefined, {ast: true}), {
    renderer: "svg",
    container,
    hover: false,
    logLevel: Warn,
    expr: expressionInterpreter,
  });
  view.tooltip((_, event, item, value) => showTooltip(event, item === null ? null : value));
  return view;
}

let tip: HTMLElement | undefined;

/** One tooltip a page: names and values of the mark under the pointer. */
export function showTooltip(event: Pick<MouseEvent, "clientX" | "clientY">, value: unknown): void {
  tip ??= h("div", {class: "pb-tip", "aria-hidden": "true"});
  if (!tip.isConnected) document.body.append(tip);
  tip.hidden = value === null || value === undefined || typeof value !== "object";
  if (tip.hidden) return;
  tip.replaceChildren(
    ...Object.entries(value as Record<string, unknown>).map(([k, v]) =>
      h("div", null, h("span", null, k), h("b", null, String(v))),
    ),
  );
  const {width, height} = tip.getBoundingClientRect();
  const left =
    event.clientX + 14 + width > document.documentElement.clientWidth - 8
      ? event.clientX - 14 - width
      : event.clientX + 14;
  const top = event.clientY + 14 + height > innerHeight - 8 ? event.clientY - 14 - height : event.clientY + 14;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.max(8, top)}px`;
}
