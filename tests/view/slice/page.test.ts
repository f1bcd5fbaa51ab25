import {parse} from "csv-parse/sync";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {table} from "../../../src/lib/numeric/index.ts";
import {encodeTable} from "../../../src/lib/pipeline/index.ts";
import type {FindingsFile} from "../../../src/lib/study/index.ts";
import {mountSlice, type SliceConnection, type SliceDrawn} from "../../../src/lib/view/slice/index.ts";
import {publishedTable} from "../../../src/lib/view/slice/published.ts";
import {openDocument} from "./dom.ts";
import {connectInNode} from "./duckdb-node.ts";

// Two traders, four days, two models. By hand, for "ridge":
//            2 Jan (Thu)  3 Jan (Fri)  6 Jan (Mon)  7 Jan (Tue)      m̄     Σ net
//   A  net      −100          200         −300          400         0.625    200
//      m         0.5            1            0            1
//   =B net        50          −50            0          100         1        100
//      m           1            1            1            1
// policy A: −50 + 200 + 0 + 400 = 550, B: 100; total 650 against 300, so delta 350;
// de-risking (0.625 − 1)·200 = −75; timing 425. Changed 2, both helped; chance: 3 of the 7 rows with P&L lost.
const NET = {A: [-100, 200, -300, 400], "=B": [50, -50, 0, 100]};
const M = {A: [0.5, 1, 0, 1], "=B": [1, 1, 1, 1]};
const DAYS = ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07"];
const accounts = ["=B", "A"] as const;

function tableBytes(): Uint8Array {
  const rows = ["ridge", "forest"].flatMap((signal) =>
    accounts.flatMap((account, trader) => DAYS.map((_, day) => ({signal, account, trader, day}))),
  );
  const policy = table({
    signal: rows.map((r) => r.signal),
    trader: Int32Array.from(rows, (r) => r.trader),
    day: Int32Array.from(rows, (r) => r.day),
    fold: Int32Array.from(rows, () => 1),
    value: Float64Array.from(rows, (r) => r.day / 10),
    multiplier: Float64Array.from(rows, (r) => (r.signal === "ridge" ? M[r.account][r.day] : 1)),
    net: Float64Array.from(rows, (r) => NET[r.account][r.day]),
  });
  return encodeTable(publishedTable(policy, {accounts, days: DAYS}), {simulated: true, description: "by hand"});
}

const TOTALS: Record<string, Record<string, number | null>> = {
  ridge: {
    actual: 300,
    policy: 650,
    delta: 350,
    derisking: -75,
    timing: 425,
    changed: 2,
    mean_multiplier: 6.5 / 8,
    success_rate: 1,
  },
  forest: {
    actual: 300,
    policy: 300,
    delta: 0,
    derisking: 0,
    timing: 0,
    changed: 0,
    mean_multiplier: 1,
    success_rate: null,
  },
};

function findings(change: (id: string, value: number | null) => number | null = (_, value) => value): FindingsFile {
  const list = Object.entries(TOTALS).flatMap(([signal, totals]) =>
    Object.entries({rows: 8, days: 4, ...totals}).map(([name, value]) => {
      const id = `impact.${signal}.total.${name}`;
      return {id, value: change(id, value), unit: "currency"};
    }),
  );
  return {study: {title: "By hand", currency: "USD"}, findings: list} as unknown as FindingsFile;
}

const $ = <T extends HTMLElement = HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const text = (selector: string) => $(selector).textContent!.replace(/[\u00a0\u202f]/g, " ");
const input = (name: string, value?: string) =>
  $<HTMLInputElement>(`.pb-slice-form [name=${name}]${value === undefined ? "" : `[value="${value}"]`}`);

/** The facts, label → value. */
const facts = () =>
  Object.fromEntries([...document.querySelectorAll("dt")].map((dt) => [dt.textContent, dt.nextSibling!.textContent]));

const nextDrawn = () =>
  new Promise<SliceDrawn>((done) =>
    document.addEventListener("slice-drawn", (event) => done((event as CustomEvent<SliceDrawn>).detail), {once: true}),
  );

/** Changes a field as a reader does, and waits until the result is drawn. */
async function change(field: HTMLInputElement, value?: string): Promise<SliceDrawn> {
  const drawn = nextDrawn();
  if (value === undefined) field.checked = !field.checked;
  else field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new Event("change", {bubbles: true}));
  return drawn;
}

describe("the slice page", () => {
  let connection: SliceConnection;
  const options = (over: object = {}) => ({
    table: {arrayBuffer: async () => tableBytes().slice().buffer as ArrayBuffer, size: 4321},
    duckdb: {library: () => Promise.reject(new Error("not in this test")), module: "", worker: ""},
    findings: findings(),
    primary: "ridge",
    signals: [{name: "ridge", label: "Ridge regression"}],
    connect: async () => connection,
    ...over,
  });
  beforeEach(async () => {
    connection = await connectInNode();
    openDocument("http://127.0.0.1/pages/slice");
  });
  // The address is written a moment after the last change: let that happen in the document it belongs to.
  afterEach(() => new Promise((done) => setTimeout(done, 300)));
  const mount = async (over?: object) => {
    const drawn = nextDrawn();
    const mounted = mountSlice($("#slice"), options(over));
    expect($("#slice").textContent).toContain("Waiting"); // nothing is taken away before there is something to show
    await mounted;
    return drawn;
  };

  it("shows the whole table first, and that it agrees with the findings", async () => {
    const drawn = await mount();
    expect(drawn).toMatchObject({search: "", rows: 8});
    expect(drawn.milliseconds).toBeGreaterThan(0);
    expect($("[data-agreement]").dataset.agreement).toBe("yes");
    expect(text(".pb-slice-agreement")).toContain("the same 20 totals of both models");
    expect(text(".pb-slice-status")).toBe("Ridge regression: 8 trader-days, 2 traders, 4 days.");
    expect([...document.querySelectorAll(".pb-sum-value")].map((p) => p.textContent)).toEqual([
      "+$350",
      "−$75.00",
      "+$425",
    ]);
    expect(facts()).toMatchObject({
      "P&L as it was": "$300",
      "P&L with the policy": "$650",
      "Trader-days": "8",
      Days: "4",
    });
    expect(facts()["Hit rate: changes that helped"]).toMatch(/^100/);
    expect(facts()["As many changes at random"]).toMatch(/^42\.9/);
    const cells = [...document.querySelectorAll("tbody tr")].map((tr) => [...tr.children].map((td) => td.textContent));
    expect(cells.map((row) => row[0])).toEqual(["=B", "A"]);
    expect(cells[1].slice(1, 8)).toEqual(["4", "2", "+$200", "+$550", "+$350", "−$75.00", "+$425"]);
    expect($(".pb-chart-box").getAttribute("aria-label")).toMatch(
      /over 4 days: it ended at \+\$300 as it was and at \+\$650/,
    );
    for (const element of document.querySelectorAll("[data-artifact]"))
      expect((element as HTMLElement).dataset.artifact).toBe("policy/policy.arrow");
    await vi.waitFor(() => expect(document.querySelectorAll("svg .mark-line path").length).toBe(2));
    // 700 px wide, so the days from 2 to 7 January lie between 58 and 592 px: 2 px from the left edge is the first day.
    $(".pb-chart-box").dispatchEvent(new window.MouseEvent("pointermove", {clientX: 60, clientY: 20}));
    expect(text(".pb-tip")).toBe("Day2 Jan 2025As it was−$50.00With policy$0");
    $(".pb-chart-box").dispatchEvent(new window.MouseEvent("pointermove", {clientX: 9999, clientY: 20}));
    expect(text(".pb-tip")).toBe("Day7 Jan 2025As it was+$300With policy+$650");
    $(".pb-chart-box").dispatchEvent(new window.MouseEvent("pointerleave", {}));
    expect($(".pb-tip").hidden).toBe(true);
  });

  it("filters as asked, keeps the address in step, and goes back and forward", async () => {
    await mount();
    expect(await change(input("trader", "A"))).toMatchObject({rows: 4, search: "?trader=A"});
    expect([...document.querySelectorAll(".pb-sum-value")][2].textContent).toBe("+$425");
    await vi.waitFor(() => expect(location.search).toBe("?trader=A"));
    // A's Thursday and Tuesday: m̄ = 0.75, net 300; timing 350 − 0.75 · 300 = 125.
    await change(input("weekday", "thu"));
    await change(input("weekday", "tue"));
    expect([...document.querySelectorAll(".pb-sum-value")].map((p) => p.textContent)).toEqual([
      "+$50.00",
      "−$75.00",
      "+$125",
    ]);
    await vi.waitFor(() => expect(location.search).toBe("?trader=A&weekday=tue,thu"));
    const back = nextDrawn();
    history.back();
    expect(await back).toMatchObject({search: "?trader=A", rows: 4});
    expect(input("weekday", "thu").checked).toBe(false);
    const forward = nextDrawn();
    history.forward();
    expect(await forward).toMatchObject({search: "?trader=A&weekday=tue,thu", rows: 2});
    expect(input("weekday", "thu").checked).toBe(true);
    const cleared = nextDrawn();
    (
      [...document.querySelectorAll("button")].find((b) => b.textContent === "Clear the filters") as HTMLElement
    ).click();
    expect(await cleared).toMatchObject({search: "", rows: 8});
    await vi.waitFor(() => expect(location.search).toBe(""));
  });

  it("drops bounds on the value with the model they belonged to, and says when no row is left", async () => {
    await mount();
    await change(input("min"), "0.15");
    expect(await change(input("max"), "0.25")).toMatchObject({rows: 2, search: "?min=0.15&max=0.25"});
    expect(await change(input("max"), "0.16")).toMatchObject({rows: 0});
    expect($(".pb-slice-results").hidden).toBe(true);
    expect($(".pb-empty").hidden).toBe(false);
    expect(await change(input("model"), "forest")).toMatchObject({rows: 8, search: "?model=forest"});
    expect(input("min").value).toBe("");
    expect(facts()["Hit rate: changes that helped"]).toBe("not available");
    expect(text(".pb-slice-status")).toMatch(/^forest:/);
  });

  it("opens an address, and says what of it is ignored", async () => {
    history.replaceState(null, "", "/pages/slice?trader=A&from=2025-01-03&changed=yes&model=gbm&min=abc");
    expect(await mount()).toMatchObject({rows: 1, search: "?trader=A&from=2025-01-03&changed=yes"});
    expect(input("trader", "A").checked).toBe(true);
    expect(input("from").value).toBe("2025-01-03");
    expect([...document.querySelectorAll(".pb-slice-notes li")].map((li) => li.textContent)).toEqual([
      "model=gbm is ignored: the models here are forest, ridge.",
      "min=abc is ignored: it is not a number such as 0.15.",
    ]);
  });

  it("writes the rows that are shown to a CSV file that no spreadsheet will run", async () => {
    await mount();
    await change(input("to"), "2025-01-02");
    const saved: {name: string; blob: Blob}[] = [];
    let blob: Blob | undefined;
    vi.spyOn(URL, "createObjectURL").mockImplementation((each) => {
      blob = each as Blob;
      return "blob:test";
    });
    vi.spyOn(window.HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({name: this.download, blob: blob!});
    });
    (
      [...document.querySelectorAll("button")].find((b) => b.textContent!.startsWith("Download")) as HTMLElement
    ).click();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0].name).toBe("slice-ridge.csv");
    const file = await saved[0].blob.text();
    expect(parse(file, {record_delimiter: "\r\n"})).toEqual([
      ["account_id", "date", "weekday", "model", "fold", "value", "multiplier", "net", "policy_net"],
      ["'=B", "2025-01-02", "Thu", "ridge", "1", "0", "1", "50", "50"],
      ["A", "2025-01-02", "Thu", "ridge", "1", "0", "0.5", "-100", "-50"],
    ]);
    vi.restoreAllMocks();
  });

  it("says in plain sight where its totals differ from the findings", async () => {
    await mount({findings: findings((id, value) => (id === "impact.ridge.total.timing" ? 424 : value))});
    expect($("[data-agreement]").dataset.agreement).toBe("no");
    expect($("[data-agreement]").getAttribute("role")).toBe("alert");
    expect(text("[data-agreement] li")).toBe("impact.ridge.total.timing is 424 in the findings and 425 here.");
  });

  it("says what went wrong where the engine does not start", async () => {
    await mountSlice($("#slice"), options({connect: () => Promise.reject(new Error("WebAssembly is switched off."))}));
    expect(text(".pb-slice-error")).toBe(
      "The table cannot be sliced here: WebAssembly is switched off. Reload to try again.",
    );
  });
});
