import {describe, expect, it} from "vitest";
import {compareTotals} from "../../../src/lib/view/slice/index.ts";

const total = {
  rows: 400,
  days: 20,
  changed: 30,
  meanMultiplier: 0.96,
  actual: 123456.789,
  policy: 130000.25,
  delta: 6543.461,
  derisking: -500.5,
  timing: 7043.961,
  hitRate: 0.6,
  chance: 0.5,
};
const names: Record<string, number> = {
  rows: 400,
  days: 20,
  changed: 30,
  mean_multiplier: 0.96,
  actual: 123456.789,
  policy: 130000.25,
  delta: 6543.461,
  derisking: -500.5,
  timing: 7043.961,
  success_rate: 0.6,
};
const currency = new Set(["actual", "policy", "delta", "derisking", "timing"]);
const findings = (change: Record<string, number | null | undefined> = {}) =>
  Object.entries({...names, ...change}).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          {
            id: `impact.ridge.total.${name}`,
            value,
            unit: currency.has(name) ? ("currency" as const) : ("count" as const),
          },
        ],
  );
const compare = (change?: Record<string, number | null | undefined>, own: Partial<typeof total> = {}) =>
  compareTotals(new Map([["ridge", {...total, ...own}]]), findings(change));

describe("compareTotals", () => {
  it("finds no problem where all agree, last bits apart", () => {
    expect(compare()).toEqual({compared: 10, problems: []});
    expect(compare({delta: 6543.461 + 1e-6}).problems).toEqual([]);
  });

  it.each(Object.keys(names))("sees that %s differs, however little a reader would", (name) => {
    const {problems} = compare({[name]: names[name] + (currency.has(name) ? 0.01 : 1e-6)});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^impact\\.ridge\\.total\\.${name} is .* in the findings and .* here\\.$`));
  });

  it("sees a finding that is missing, or could not be computed there", () => {
    expect(compare({timing: undefined}).problems).toEqual([
      "There is no finding impact.ridge.total.timing to compare with.",
    ]);
    expect(compare({success_rate: null}).problems[0]).toMatch(/is not available in the findings and 0.6 here/);
  });

  it("agrees that a rate is not available on both sides", () => {
    const none = compareTotals(new Map([["ridge", {...total, hitRate: null}]]), findings({success_rate: null}));
    expect(none.problems).toEqual([]);
  });
});
