import {describe, expect, it} from "vitest";
import {isRefusal, limitSample} from "../../src/lib/causal/index.ts";
import {float64, int32, stream, table} from "../../src/lib/numeric/index.ts";
import {beforeAdoption, pastOutcome} from "../../src/lib/robustness/index.ts";
import {contextOf, interventionsOf, ruledDesk} from "../causal/designs-context.ts";

/** A desk whose limits follow P&L of days before: `lagOf` days; features hold the P&L of the days before in `known`. */
function lagged({
  lagOf,
  known,
  effect = 0,
  seed = 1,
}: {
  lagOf: number;
  known: number[];
  effect?: number;
  seed?: number;
}) {
  const [traders, days] = [8, 160];
  const random = stream(seed, "lagged desk");
  const n = traders * days;
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
  const day = Int32Array.from({length: n}, (_, i) => i % days);
  const net = new Float64Array(n);
  const multiplier = new Float64Array(n).fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    const before = day[i] < lagOf ? 0 : net[i - lagOf];
    const limited = random.uniform() < (before < -8 ? 0.7 : 0.1);
    if (limited) multiplier[i] = 0.5;
    net[i] = 10 * random.normal() + 3 * Math.sin(trader[i]) + (limited ? effect : 0);
  }
  const lag = (k: number) => net.map((_, i) => (day[i] < k ? Number.NaN : net[i - k]));
  const features = Object.fromEntries(known.map((k) => [`lag${k}`, lag(k)]));
  const noise = net.map(() => random.normal());
  const panel = table({trader, day, net, noise, ...features});
  const interventions = interventionsOf(panel, multiplier);
  const sample = limitSample(panel, interventions);
  if (isRefusal(sample)) throw new Error(sample.reason);
  return pastOutcome(sample, {context: {panel, level: 0.95}, level: 0.05});
}

describe("pastOutcome", () => {
  it("takes the latest day that the features do not give away", () => {
    expect(lagged({lagOf: 1, known: [1]}).method).toContain("2 trading days before");
    expect(lagged({lagOf: 1, known: [1, 2, 3]}).method).toContain("4 trading days before");
    expect(lagged({lagOf: 1, known: []}).method).toContain("on the day before");
    const none = lagged({lagOf: 1, known: [1, 2, 3, 4, 5]});
    expect([none.status, none.p]).toEqual(["not run", null]);
    expect(none.happened).toContain("give away");
  });

  it("is quiet where limits follow what the features carry, also where limits have an effect", () => {
    for (const effect of [0, 30]) {
      const quiet = lagged({lagOf: 1, known: [1], effect, seed: 3});
      expect(quiet.status).toBe("quiet");
      expect(Math.abs(quiet.observed!)).toBeLessThan(3);
      expect(quiet.interval![0]).toBeLessThan(0);
      expect(quiet.interval![1]).toBeGreaterThan(0);
    }
  });

  it("speaks up where limits follow what the features do not carry", () => {
    const loud = lagged({lagOf: 2, known: [1]});
    expect([loud.status, loud.p! < 0.001]).toEqual(["alarm", true]);
    expect(loud.observed!).toBeLessThan(-5); // those who lost were limited
    expect(lagged({lagOf: 1, known: []}).status).toBe("alarm");
  });

  it("says why where first days of a limit are too few", () => {
    const desk = ruledDesk({traders: 6, days: 100, seed: 1, effect: () => 0});
    const every = desk.limited.map((_, i) => (i % 100 < 90 ? 0.5 : Number.NaN));
    const sample = limitSample(desk.panel, interventionsOf(desk.panel, every));
    if (isRefusal(sample)) throw new Error(sample.reason);
    const found = pastOutcome(sample, {context: {panel: desk.panel, level: 0.95}, level: 0.05});
    expect(found.status).toBe("not run");
    expect(found.happened).toMatch(/first days of a limit/i);
  });
});

describe("beforeAdoption", () => {
  const adoption = (trader: number) => (trader < 12 ? 120 + 5 * trader : -1);
  const desk = (drift: number) => {
    const own = ruledDesk({traders: 24, days: 300, seed: 5, effect: () => -20, from: adoption});
    const {panel} = own;
    const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
    // traders who will be limited get worse before they are
    const moved = net.map((v, i) =>
      adoption(trader[i]) > 0 && day[i] > adoption(trader[i]) - 40 && day[i] < adoption(trader[i]) ? v + drift : v,
    );
    return contextOf(table({...panel.columns, net: moved}), own.interventions);
  };

  it("is quiet where traders move alike before their first limit, whatever it then does", () => {
    const found = beforeAdoption(desk(0), 0.05);
    expect(found.status).toBe("quiet");
    expect(found.interval![0]).toBeLessThan(found.observed!);
    expect(found.p!).toBeGreaterThan(0.05);
    expect(found.drawn).toEqual([]);
  });

  it("speaks up where they part before it", () => {
    const found = beforeAdoption(desk(-15), 0.05);
    expect(found.status).toBe("alarm");
    // in its unit, with P&L brought to one volatility: about the drift
    expect(found.observed!).toBeLessThan(-6);
    expect(found.observed!).toBeGreaterThan(-25);
  });

  it("says why where nobody adopts, nobody is known to, or nobody was watched before", () => {
    const own = ruledDesk({traders: 6, days: 200, seed: 1, effect: () => 0});
    expect(beforeAdoption(contextOf(own.panel, null), 0.05).happened).toContain("states no interventions");
    expect(beforeAdoption(contextOf(own.panel, own.interventions), 0.05).status).toBe("not run");
    const short = ruledDesk({traders: 8, days: 100, seed: 1, effect: () => 0, from: (t) => (t < 4 ? 61 : -1)});
    const found = beforeAdoption(contextOf(short.panel, short.interventions), 0.05);
    expect(found.happened).toMatch(/\.$/);
  });
});
