// @vitest-environment jsdom
import {afterEach, describe, expect, it, vi} from "vitest";
import {explainSignal, type ModelReports} from "../../src/lib/evaluate/index.ts";
import {loadModelInBrowser, modelFileInBrowser} from "../../src/lib/models/in-browser.ts";
import {featureLabels, modelFileButton, whatIf} from "../../src/lib/view/models/index.ts";
import {designOfRow, rescore} from "../../src/lib/view/models/rescore.ts";
import {features, reportCase} from "../evaluate/model-report/case.ts";

// jsdom has no canvas and says so loudly.
vi.hoisted(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});

const labels = featureLabels(features);
const text = (element: Element | null) => (element?.textContent ?? "").replace(/[\u00a0\u202f]/g, " ");
const made = async (...args: Parameters<typeof reportCase>) => {
  const found = await reportCase(...args);
  return {...found, signal: await explainSignal(found.item)};
};
const ridge = made({learners: ["ridge"]});
const named = made({learners: ["catboost"], categories: ["trader"]});
const logistic = made({learners: [], targets: [{kind: "loss", learners: ["logistic"]}]});

type Made = Awaited<typeof ridge>;
async function open(
  {signal, saved, item}: Made,
  {published = true, row = signal.rows[0] ?? null, load = undefined as undefined | (() => Promise<never>)} = {},
) {
  const report: ModelReports = {
    signals: [signal],
    intervals: [],
    without: [],
    published: [{signal: signal.signal, bytes: 4321, published}],
  };
  const box = whatIf({
    report,
    signal,
    row,
    labels,
    currency: "USD",
    load: load ?? (() => loadModelInBrowser(item.signal.learner, saved.state)),
  });
  await vi.waitFor(() => expect(text(box)).not.toMatch(/Fetching|is fetched/));
  const result = () => box.querySelector<HTMLElement>("output.pb-what-if-result")!;
  const control = (feature: string) =>
    box.querySelector<HTMLElement>(`[data-feature="${feature}"]`)!.querySelector<HTMLInputElement>("input, select")!;
  const move = (feature: string, value: string) => {
    const input = control(feature);
    input.value = value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    return Number(input.value);
  };
  return {box, result, control, move};
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("whatIf", () => {
  it("says the published number, bit for bit, for every row as it was", async () => {
    for (const kind of [await ridge, await named, await logistic])
      for (const row of kind.signal.rows) {
        const {box, result} = await open(kind, {row});
        expect(Number(result().dataset.prediction)).toBe(row.prediction);
        expect(result().dataset.published).toBe(result().dataset.prediction);
        expect(text(box)).toContain("bit for bit");
      }
  });

  it("asks the model again as a slider moves, and goes back", async () => {
    const kind = await ridge;
    const {signal, saved} = kind;
    const row = signal.rows[0];
    const {box, result, move} = await open(kind);
    const {encoding, weights} = saved.state as {encoding: {terms: {feature: number; sd: number}[]}; weights: number[]};
    const feature = row.explained!.steps[0].feature;
    const j = signal.features.indexOf(feature);
    const t = encoding.terms.findIndex((term) => term.feature === j);
    const {low, high} = signal.ranges[j]!;
    const own = Number(row.values[j]);
    const to = move(feature, String(high - own > own - low ? high : low));
    // A linear model moves by weight × change / standard deviation.
    const change = (weights[t] * (to - own)) / encoding.terms[t].sd;
    expect(Number(result().dataset.prediction) - row.prediction).toBeCloseTo(change, 10);
    expect(text(box)).toContain(change > 0 ? "higher now" : "lower now");
    expect(text(box)).toContain("As it was: ");
    box.querySelector<HTMLButtonElement>("button")!.click();
    expect(Number(result().dataset.prediction)).toBe(row.prediction);
  });

  it("a category is chosen by name; missing is a choice too", async () => {
    const kind = await named;
    const {result, control, move} = await open(kind);
    const seen = new Set<string>();
    for (const option of [...control("trader").querySelectorAll("option")].map((o) => o.value)) {
      move("trader", option);
      const values = kind.signal.rows[0].values.map((v, j) =>
        kind.signal.features[j] === "trader" ? (option === "" ? null : option) : v,
      );
      const model = await loadModelInBrowser("catboost", kind.saved.state);
      expect(Number(result().dataset.prediction)).toBe(rescore(model, kind.signal, values));
      seen.add(option);
    }
    expect(seen.size).toBe(kind.signal.levels.trader.length + 1);
  });

  it("a missing value stays missing until it is moved", async () => {
    const kind = await ridge;
    const values = kind.signal.rows[0].values.map((v, j) => (j === 0 ? null : v));
    const model = await loadModelInBrowser("ridge", kind.saved.state);
    const prediction = rescore(model, kind.signal, values);
    const {result, box} = await open(kind, {row: {...kind.signal.rows[0], values, prediction}});
    expect(Number(result().dataset.prediction)).toBe(prediction);
    expect(text(box.querySelector(`[data-feature="${kind.signal.features[0]}"]`))).toContain("missing");
  });

  it("shows a probability as such, without money", async () => {
    const {result} = await open(await logistic);
    expect(text(result())).toMatch(/^\d+(\.\d)? %$/);
  });

  it("says so where a model is not published, there is no row, or it cannot be fetched", async () => {
    const kind = await ridge;
    expect(text((await open(kind, {published: false})).box)).toContain("not published whole (it is 4.3 kB");
    const bare = whatIf({
      report: {signals: [], intervals: [], without: [], published: []},
      signal: kind.signal,
      row: null,
      labels,
      currency: "USD",
      load: () => Promise.reject(new Error("not asked")),
    });
    expect(text(bare)).toBe("There is no row to ask about.");
    const {box} = await open(kind, {load: () => Promise.reject(new Error("no network."))});
    expect(text(box)).toBe("The model cannot be asked here: no network. Reload to try again.");
  });

  it("says so where the arithmetic of the browser differs", async () => {
    const kind = await ridge;
    const row = {...kind.signal.rows[0], prediction: kind.signal.rows[0].prediction + 1e-12};
    expect(text((await open(kind, {row})).box)).toContain("not the published prediction to the last bit");
  });

  it("fetches the model when it comes near, once", async () => {
    const kind = await ridge;
    let seen: (entries: {isIntersecting: boolean}[]) => void = () => {};
    let watching = true;
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: typeof seen) {
          seen = callback;
        }
        observe() {}
        disconnect() {
          watching = false;
        }
      },
    );
    const load = vi.fn(() => loadModelInBrowser("ridge", kind.saved.state));
    const box = whatIf({
      report: {signals: [], intervals: [], without: [], published: [{signal: "ridge", bytes: 1, published: true}]},
      signal: kind.signal,
      row: kind.signal.rows[0],
      labels,
      currency: "USD",
      load,
    });
    seen([{isIntersecting: false}]);
    expect([load.mock.calls.length, watching]).toEqual([0, true]);
    seen([{isIntersecting: true}]);
    await vi.waitFor(() => expect(box.querySelector("output.pb-what-if-result")).not.toBeNull());
    expect([load.mock.calls.length, watching]).toEqual([1, false]);
  });
});

describe("designOfRow", () => {
  const s = {features: ["a", "who"], levels: {who: ["x", "y"]}};
  it("makes one row of what is written", () => {
    expect(designOfRow(s, [null, "y"])).toEqual({
      rows: 1,
      names: ["a", "who"],
      columns: [Float64Array.of(Number.NaN), Float64Array.of(1)],
      levels: {who: ["x", "y"]},
    });
  });
  it("refuses what does not belong there", () => {
    expect(() => designOfRow(s, ["1", "x"])).toThrow("invalid value of a; not a number: 1");
    expect(() => designOfRow(s, [1, "z"])).toThrow("invalid value of who; not one of x, y: z");
  });
});

describe("modelFileButton", () => {
  it("hands over a file of the library that defined the format, where there is one", async () => {
    const {signal, saved} = await named;
    const made: Blob[] = [];
    vi.stubGlobal(
      "URL",
      Object.assign(URL, {createObjectURL: (b: Blob) => `blob:${made.push(b)}`, revokeObjectURL() {}}),
    );
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    const published = [{signal: signal.signal, bytes: 1, published: true}];
    const report: ModelReports = {signals: [signal], intervals: [], without: [], published};
    const load = () => modelFileInBrowser(saved.state);
    const box = modelFileButton({report, signal, load})!;
    expect(text(box)).toBe("Save it as a model of CatBoost");
    box.querySelector("button")!.click();
    await vi.waitFor(() => expect(text(box)).toContain("Saved."));
    expect(made[0].type).toBe("application/json");
    expect(click).toHaveBeenCalledOnce();
    const failing = modelFileButton({report, signal, load: () => Promise.reject(new Error("no network"))})!;
    failing.querySelector("button")!.click();
    await vi.waitFor(() => expect(text(failing)).toContain("It cannot be saved: no network"));
    expect(
      modelFileButton({report: {...report, published: [{...published[0], published: false}]}, signal, load}),
    ).toBeNull();
    expect(modelFileButton({report, signal: (await ridge).signal, load})).toBeNull();
    click.mockRestore();
  });
});
