import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {formatSlice, isWhole, parseSlice, type SliceState, wholeTable} from "../../../src/lib/view/slice/index.ts";
import {domain} from "./domain.ts";

const dates = ["2024-12-30", "2024-12-31", "2025-01-02", "2031-02-28"];
const bounds = <T>(value: fc.Arbitrary<T>, order: (a: T, b: T) => number) =>
  fc
    .tuple(fc.option(value), fc.option(value))
    .map(([a, b]) => (a !== null && b !== null && order(a, b) > 0 ? ([b, a] as const) : ([a, b] as const)));
const states: fc.Arbitrary<SliceState> = fc
  .record({
    signal: fc.constantFrom("ridge", "loss odds & ends"),
    traders: fc.subarray([...domain.traders]),
    dates: bounds(fc.constantFrom(...dates), (a, b) => (a < b ? -1 : 1)),
    weekdays: fc.subarray([...domain.weekdays]),
    values: bounds(
      fc.double({noNaN: true, noDefaultInfinity: true}).map((x) => x + 0),
      (a, b) => a - b,
    ),
    changed: fc.constantFrom("all" as const, "yes" as const, "no" as const),
  })
  .map(({dates: [from, to], values: [min, max], ...rest}) => ({...rest, from, to, min, max}));

describe("a slice and its address", () => {
  it("are the same thing: what is written is read back without a note", () => {
    fc.assert(
      fc.property(states, (state) => {
        const search = formatSlice(state, domain);
        expect(parseSlice(search, domain)).toEqual({state, notes: []});
        expect(search === "").toBe(isWhole(state) && state.signal === "ridge");
      }),
      {numRuns: 500},
    );
  });

  it("is short and can be read", () => {
    const whole = wholeTable(domain);
    expect(formatSlice(whole, domain)).toBe("");
    const state: SliceState = {
      ...whole,
      signal: "loss odds & ends",
      traders: ["T01", "a,b"],
      from: "2024-12-31",
      weekdays: [1, 4],
      min: 0.15,
      changed: "yes",
    };
    expect(formatSlice(state, domain)).toBe(
      "?model=loss%20odds%20%26%20ends&trader=T01&trader=a,b&from=2024-12-31&weekday=mon,thu&min=0.15&changed=yes",
    );
  });

  it("never throws and always yields a state that can be written again", () => {
    fc.assert(
      fc.property(fc.string(), (search) => {
        const {state} = parseSlice(search, domain);
        expect(parseSlice(formatSlice(state, domain), domain)).toEqual({state, notes: []});
      }),
      {numRuns: 500},
    );
  });
});

describe("what cannot be used is left out, with a note that names it", () => {
  const whole = wholeTable(domain);
  it.each([
    ["?model=gbm", /model=gbm is ignored: the models here are loss odds & ends, ridge\./],
    ["?trader=T99", /trader=T99 is ignored: no trader of that name/],
    ["?from=2025-02-30", /from=2025-02-30 is ignored: it is not an existing date/],
    ["?to=31.12.2024", /to=31\.12\.2024 is ignored/],
    ["?weekday=wed", /weekday=wed is ignored: it is one of mon, tue, thu, sat\./],
    ["?weekday=monday", /weekday=monday is ignored/],
    ["?min=0x10", /min=0x10 is ignored: it is not a number/],
    ["?max=1e999", /max=1e999 is ignored/],
    ["?max=Infinity", /max=Infinity is ignored/],
    ["?changed=maybe", /changed=maybe is ignored: it is yes, no or all/],
    ["?utm_source=x", /utm_source=x is ignored: this page has no such filter/],
    ["?from=2025-01-02&to=2024-12-30", /from=2025-01-02 is ignored: it is after to=2024-12-30; both are left out/],
    ["?min=2&max=1", /min=2 is ignored: it is above max=1; both are left out/],
    [`?trader=${"x".repeat(500)}`, /^trader=x{39}… is ignored/],
  ])("%s", (search, note) => {
    const {state, notes} = parseSlice(search, domain);
    expect(state).toEqual(whole);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(note);
  });

  it("keeps the rest", () => {
    const {state, notes} = parseSlice("?trader=T02&trader=T99&trader=T01&weekday=MON,xyz&min=.5&max=", domain);
    expect(state).toEqual({...whole, traders: ["T01", "T02"], weekdays: [1], min: 0.5});
    expect(notes).toHaveLength(2);
  });

  it("takes the last of a filter given twice", () => {
    const {state, notes} = parseSlice("?min=1&min=2", domain);
    expect(state.min).toBe(2);
    expect(notes).toEqual(["min=1 is ignored: given more than once, the last one holds."]);
  });
});
