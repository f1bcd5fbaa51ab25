import type {Desk, DeskTruth} from "../../ingest/index.ts";
import {type Column, stream, type Table, table} from "../../numeric/index.ts";
import {cents, logistic} from "../draws.ts";
import {mixtureCdf} from "./clustering.ts";
import {companions} from "./companions.ts";
import {expectationAt} from "./conditional-mean.ts";
import type {TwinModel} from "./fit.ts";
import {quantileOf} from "./marginal.ts";
import {addToPast, noPast, oddsOf} from "./treatment-rule.ts";

export interface DrawTwinOptions {
  readonly seed: number;
  /** What a limit adds to the net of a day with trades, study currency: one for all, or one a trader. */
  readonly effect: number | readonly number[];
}

export interface Twin {
  readonly desk: Desk;
  /** One row a trader-day: trader, day, net_free, net_limited, effect, expected (E[net | latent past]), propensity, limited. */
  readonly truth: Table;
}

/**
 * Draws a twin: the same traders, days, missing rows and idle days; new P&L with the fitted shape and dependence; limits by the
 * fitted rule on the twin's own past, from `limitedFrom` on; net_limited = net_free + effect. Idle days are never limited. Every trader has streams of
 * its own, so that twins of two effects meet the same luck.
 * @throws RangeError if `effect` has not one finite number a trader.
 */
export function drawTwin(model: TwinModel, {seed, effect}: DrawTwinOptions): Twin {
  const {desk, panel, scale, rule, limitedFrom} = model;
  const effects = typeof effect === "number" ? new Array<number>(panel.traders).fill(effect) : effect;
  if (effects.length !== panel.traders || !effects.every(Number.isFinite))
    throw new RangeError(`invalid effect; not one finite number for each of ${panel.traders} traders: ${effect}`);
  const latent = latentDays(model, seed);
  const rows = desk.daily.rows;
  const number = () => new Float64Array(rows);
  const out = {net: number(), free: number(), limitedNet: number(), effect: number(), expected: number(), p: number()};
  const limited = new Int32Array(rows);
  const multiplier = number();
  for (let i = 0; i < panel.traders; i++) {
    const random = stream(seed, "twin", "limits", desk.accounts[i]);
    const past = noPast();
    for (let r = panel.start[i]; r < panel.start[i + 1]; r++) {
      const at = i * panel.days + panel.day[r];
      const [u, pick] = [random.uniform(), random.integer(rule.multipliers.length)];
      if (panel.active[r] === 1) {
        const free = quantileOf(model.marginals[i], latent.rank[at]);
        // A row with P&L keeps some: 0 would turn it into an idle day.
        out.free[r] = cents(free) === 0 ? 0.01 : cents(free);
        out.limitedNet[r] = cents(out.free[r] + effects[i]);
        out.effect[r] = effects[i];
        out.p[r] = panel.day[r] < limitedFrom[i] ? 0 : logistic(oddsOf(rule, i, past.terms));
        limited[r] = u < out.p[r] ? 1 : 0;
        multiplier[r] = rule.multipliers[pick];
        out.expected[r] =
          expectationAt(model.conditional[i], latent.mean[at], latent.variance[at]) + out.p[r] * effects[i];
      }
      out.net[r] = limited[r] === 1 ? out.limitedNet[r] : out.free[r];
      addToPast(past, out.net[r] / scale[i], limited[r] === 1);
    }
  }
  const {trader, day} = desk.daily.columns;
  const chosen = Int32Array.from({length: rows}, (_, r) => r).filter((r) => limited[r] === 1);
  const pickRows = (column: Column) => Int32Array.from(chosen, (r) => column[r] as number);
  return {
    desk: {
      ...desk,
      origin: {
        simulated: true,
        description: `Simulated twin, seed ${seed}, of: ${desk.origin.description}`.slice(0, 300),
        files: [],
      },
      daily: table({trader, day, net: out.net, ...companions(model, out.net)}),
      predictions: null,
      interventions:
        chosen.length === 0
          ? null
          : table({
              trader: pickRows(trader),
              day: pickRows(day),
              multiplier: Float64Array.from(chosen, (r) => multiplier[r]),
            }),
      truth: truthOf(out, limited),
      quality: {files: [], checks: [], abilities: desk.quality.abilities},
      setAside: table({file: [], line: new Int32Array(0), reason: [], row: []}),
    },
    truth: table({
      ...{trader, day, net_free: out.free, net_limited: out.limitedNet, effect: out.effect},
      ...{expected: out.expected, propensity: out.p, limited},
    }),
  };
}

function truthOf(
  {net, effect, expected}: {net: Float64Array; effect: Float64Array; expected: Float64Array},
  limited: Int32Array,
): DeskTruth {
  let [sum, count, total] = [0, 0, 0];
  for (let r = 0; r < net.length; r++) {
    total += net[r];
    count += limited[r];
    if (limited[r] === 1) sum += effect[r];
  }
  const mean = total / net.length;
  let [unexplained, around] = [0, 0];
  for (let r = 0; r < net.length; r++) {
    unexplained += (net[r] - expected[r]) ** 2;
    around += (net[r] - mean) ** 2;
  }
  return {effectPerTreatedDay: sum / count, attainableR2: 1 - unexplained / around};
}

/** For each trader and day [trader · days + day]: rank of the P&L in (0, 1); mean of the score and log variance the day before. */
function latentDays({desk, panel, root, autoregressions, clustering, table: mixture}: TwinModel, seed: number) {
  const {traders: n, days} = panel;
  const [rank, mean, variance] = [0, 0, 0].map(() => new Float64Array(n * days));
  const {persistence, common} = clustering;
  const spread = Math.sqrt(clustering.variance);
  const fresh = Math.sqrt(1 - persistence * persistence);
  const shared = stream(seed, "twin", "volatility");
  const own = desk.accounts.map((account) => stream(seed, "twin", "score", account));
  let H = shared.normal();
  const h = Float64Array.from(own, (random) => random.normal());
  const w = own.map(() => [0, 0, 0]);
  const draws = new Float64Array(n);
  const BURN = 20;
  for (let t = -BURN; t < days; t++) {
    const before = H;
    H = persistence * H + fresh * shared.normal();
    for (let i = 0; i < n; i++) draws[i] = own[i].normal();
    for (let i = 0; i < n; i++) {
      const {coefficients, innovation} = autoregressions[i];
      let e = 0;
      for (let k = 0; k < n; k++) e += root[i][k] * draws[k];
      const past = w[i];
      const m = coefficients[0] * past[0] + coefficients[1] * past[1] + coefficients[2] * past[2];
      const score = m + innovation * e;
      past[2] = past[1];
      past[1] = past[0];
      past[0] = score;
      const hBefore = h[i];
      h[i] = persistence * h[i] + fresh * own[i].normal();
      if (t < 0) continue;
      const log = spread * (Math.sqrt(common) * H + Math.sqrt(1 - common) * h[i]);
      rank[i * days + t] = mixtureCdf(mixture, Math.exp(log / 2) * score);
      mean[i * days + t] = m;
      variance[i * days + t] = spread * (Math.sqrt(common) * before + Math.sqrt(1 - common) * hBefore);
    }
  }
  return {rank, mean, variance};
}
