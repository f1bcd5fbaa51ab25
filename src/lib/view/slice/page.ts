import type {FindingsFile} from "../../study/index.ts";
import {h} from "../dom.ts";
import {formatBytes, formatValue} from "../format.ts";
import {addressBar} from "./address.ts";
import {compareTotals} from "./agreement.ts";
import {sliceCurve} from "./curve.ts";
import {csvName, saveFile, sliceCsv} from "./download.ts";
import {connectDuckdb, type DuckdbSource} from "./duckdb.ts";
import {openSlice, type SliceConnection, type SliceEngine} from "./engine.ts";
import {sliceForm} from "./form.ts";
import {afterFirstPaint, nextPaint} from "./load.ts";
import {parseSlice} from "./parse.ts";
import {latestWins} from "./queue.ts";
import {ARTIFACT, sliceTotals, sliceTraders} from "./results.ts";
import {formatSlice, isWhole, type SliceState, wholeTable} from "./state.ts";

export interface SlicePageOptions {
  /** The published table: an Arrow IPC stream. */
  readonly table: {arrayBuffer(): Promise<ArrayBuffer>; readonly size?: number};
  readonly duckdb: DuckdbSource;
  /** What the totals are compared with. */
  readonly findings: FindingsFile;
  /** The model shown first; the table's first where it has no such model. */
  readonly primary: string;
  /** What models are called; one that is not here goes by its name. */
  readonly signals: readonly {readonly name: string; readonly label: string}[];
  /** Replaces DuckDB in a worker, for tests. */
  readonly connect?: (source: DuckdbSource) => Promise<SliceConnection>;
}

/** Detail of the event "slice-drawn" on the document: what is now on screen, and how long that took. */
export interface SliceDrawn {
  readonly state: SliceState;
  readonly search: string;
  readonly rows: number;
  /** From the reader's input to the next painted frame. The same span is the performance measure "slice-redraw". */
  readonly milliseconds: number;
}

/**
 * Fills `root`, which holds a placeholder in plain words, with filters and results: when the rest of the page has been
 * painted, the table and DuckDB are fetched from this site. Whatever fails is said in words where the results would be.
 */
export async function mountSlice(root: HTMLElement, options: SlicePageOptions): Promise<void> {
  const says = h("p", {class: "pb-slice-status", role: "status", "data-artifact": ARTIFACT});
  const say = (text: string) => {
    says.textContent = text;
  };
  root.prepend(says);
  try {
    await afterFirstPaint();
    const size = options.table.size === undefined ? "" : ` (${formatBytes(options.table.size)})`;
    say(`Fetching the table${size} and the query engine from this site.`);
    const {connect = connectDuckdb, duckdb, table, primary} = options;
    const [connection, bytes] = await Promise.all([connect(duckdb), table.arrayBuffer()]);
    say("Sorting the table, in this tab.");
    const engine = await openSlice(connection, new Uint8Array(bytes), primary);
    await showSlice(root, engine, options);
  } catch (error) {
    says.className = "pb-slice-status pb-slice-error";
    say(
      `The table cannot be sliced here: ${error instanceof Error ? error.message : String(error)} Reload to try again.`,
    );
  }
}

/** The page itself, once the engine answers. */
async function showSlice(root: HTMLElement, engine: SliceEngine, options: SlicePageOptions): Promise<void> {
  const {domain} = engine;
  const {findings, study} = options.findings;
  const labels = new Map(options.signals.map(({name, label}) => [name, label]));
  const form = sliceForm(domain, labels);
  const totals = sliceTotals(study.currency);
  const curve = sliceCurve(domain, study.currency);
  const traders = sliceTraders(study.currency);
  const status = h("p", {class: "pb-slice-status", role: "status"});
  const notes = h("ul", {class: "pb-slice-notes", role: "status", "aria-label": "Filters that are ignored"});
  const empty = h("p", {class: "pb-empty", hidden: true}, "No row passes all of these filters. Loosen one of them.");
  const clear = h("button", {type: "button", class: "pb-button"}, "Clear the filters");
  const save = h("button", {type: "button", class: "pb-button"}, "Download these rows (CSV)");
  const results = h(
    "div",
    {class: "pb-slice-results"},
    totals.element,
    h(
      "figure",
      {class: "pb-chart", "data-artifact": ARTIFACT},
      h(
        "figcaption",
        null,
        h("span", {class: "pb-chart-title"}, "Cumulative P&L of this slice"),
        h(
          "span",
          {class: "pb-chart-subtitle"},
          "As it was, and as the policy would have had it. Only rows of the slice count.",
        ),
      ),
      curve.element,
    ),
    h("h2", null, "Trader by trader"),
    traders.element,
  );

  let state = parseSlice(location.search, domain).state;
  const draw = async ({next, since}: {next: SliceState; since: number}) => {
    const result = await engine.slice(next);
    const {total} = result;
    totals.update(result);
    traders.update(result);
    status.textContent = summary(labels.get(next.signal) ?? next.signal, total.rows, total.days, result.traders.length);
    empty.hidden = total.rows > 0;
    results.hidden = total.rows === 0;
    save.disabled = total.rows === 0;
    clear.disabled = isWhole(next);
    if (total.rows > 0) await curve.update(result.curve);
    await nextPaint();
    announce({state: next, search: formatSlice(next, domain), rows: total.rows}, since);
  };
  const redraw = latestWins(draw, (error) => {
    status.textContent = `This slice could not be computed: ${String(error)}`;
  });

  /** Shows a slice everywhere but in the address. */
  const apply = (search: string, since: number): void => {
    const {state: next, notes: ignored} = parseSlice(search, domain);
    state = next;
    notes.replaceChildren(...ignored.map((note) => h("li", null, note)));
    redraw({next, since});
  };
  const address = addressBar((search) => {
    apply(search, performance.now());
    form.show(state);
  });
  form.element.addEventListener("input", (event) => {
    apply(form.read(), event.timeStamp);
    address.write(formatSlice(state, domain), (event.target as HTMLInputElement).name);
  });
  form.element.addEventListener("change", () => address.settle());
  clear.addEventListener("click", (event) => {
    apply(formatSlice(wholeTable(domain, state.signal), domain), event.timeStamp);
    form.show(state);
    address.write(formatSlice(state, domain), "clear");
    address.settle();
  });
  save.addEventListener("click", async () => {
    save.disabled = true;
    try {
      const parts: string[] = [];
      const wanted = state;
      for await (const part of sliceCsv(engine, wanted)) parts.push(part);
      saveFile(csvName(wanted), parts);
    } catch (error) {
      status.textContent = `The rows could not be written: ${String(error)}`;
    } finally {
      save.disabled = false;
    }
  });

  const agreement = await checkAgreement(engine, findings);
  await warmUp(engine);
  const actions = h("div", {class: "pb-slice-actions"}, clear, save);
  root.replaceChildren(agreement, form.element, notes, actions, status, empty, results);
  form.show(state);
  apply(location.search, performance.now());
}

/** Slices once with every filter set: what the browser compiles for it would otherwise hold up the reader's first change. */
async function warmUp({domain, slice}: SliceEngine): Promise<void> {
  const {traders, days, weekdays, levels, primary} = domain;
  await slice({
    signal: primary,
    traders,
    from: days[0].date,
    to: days[days.length - 1].date,
    weekdays,
    min: levels.at(0) ?? null,
    max: levels.at(-1) ?? null,
    changed: "yes",
  });
}

/** The line that says whether the browser and the pipeline, which share no code, come to the same totals. */
async function checkAgreement(engine: SliceEngine, findings: FindingsFile["findings"]): Promise<HTMLElement> {
  const totals = new Map<string, Awaited<ReturnType<SliceEngine["slice"]>>["total"]>();
  for (const {name} of engine.domain.signals)
    totals.set(name, (await engine.slice(wholeTable(engine.domain, name))).total);
  const {compared, problems} = compareTotals(totals, findings);
  if (problems.length === 0) {
    const models =
      totals.size === 1 ? "the one model" : totals.size === 2 ? "both models" : `all ${totals.size} models`;
    return h(
      "p",
      {class: "pb-slice-agreement", "data-agreement": "yes"},
      h("strong", null, "Agrees with the findings."),
      ` With no filter, your browser came to the same ${compared} totals of ${models} as the pipeline did.`,
    );
  }
  return h(
    "div",
    {class: "pb-slice-agreement pb-slice-error", "data-agreement": "no", role: "alert"},
    h("p", null, h("strong", null, "Does not agree with the findings."), " Trust the findings, and report this:"),
    h(
      "ul",
      null,
      problems.map((problem) => h("li", null, problem)),
    ),
  );
}

function summary(model: string, rows: number, days: number, traders: number): string {
  const count = (n: number, one: string, many: string) => `${formatValue(n, "count")} ${n === 1 ? one : many}`;
  return `${model}: ${count(rows, "trader-day", "trader-days")}, ${count(traders, "trader", "traders")}, ${count(days, "day", "days")}.`;
}

function announce(drawn: Omit<SliceDrawn, "milliseconds">, since: number): void {
  const end = performance.now();
  performance.clearMeasures("slice-redraw"); // observers have it; a long visit must not pile them up
  performance.measure("slice-redraw", {start: since, end});
  document.dispatchEvent(new CustomEvent<SliceDrawn>("slice-drawn", {detail: {...drawn, milliseconds: end - since}}));
}
