import type {TruthRows} from "../../causal/index.ts";
import type {Desk} from "../../ingest/index.ts";
import {float64, int32, stream, table} from "../../numeric/index.ts";
import {drawTwin, type TwinModel} from "../../simulate/index.ts";

/** A twin on which a design can be run, and what is true of each of its rows. */
export interface KnownDesk {
  readonly desk: Desk;
  readonly truth: TruthRows;
}

/**
 * A twin with limits by the rule fitted to the desk, from the day of each trader's first limit on record on; each adds `effect` to
 * the net of its day.
 */
export function ruledTwin(model: TwinModel, seed: number, effect: number): KnownDesk {
  const {desk, truth} = drawTwin(model, {seed, effect});
  return {desk, truth: {effect: float64(truth, "effect"), propensity: float64(truth, "propensity")}};
}

/**
 * A twin with the limits, and the predictions that called for them, of the desk itself: new P&L only, and `effect` on days that
 * were really limited. For designs that rest on a score which a twin's own P&L could not have given.
 */
export function recordedTwin(model: TwinModel, seed: number, effect: number): KnownDesk {
  const {interventions, predictions} = model.desk;
  const {desk} = drawTwin(model, {seed, effect: 0});
  const {active, multiplier} = model.panel;
  const cut = multiplier.map((m, r) => (m < 1 && active[r] === 1 ? 1 : 0));
  const net = float64(desk.daily, "net").map((v, r) => v + cut[r] * effect);
  return {
    desk: {...desk, daily: table({...desk.daily.columns, net}), interventions, predictions},
    truth: {effect: Float64Array.from(active, (a) => a * effect), propensity: cut},
  };
}

/**
 * A twin of a desk that drew limits by lot, with chances on record: lots are drawn again with the same chances, P&L is new, and
 * `effect` comes on days that were limited.
 * @throws RangeError if the desk has no chances on record.
 */
export function lotteryTwin(model: TwinModel, seed: number, effect: number): KnownDesk {
  const {interventions} = model.desk;
  if (interventions === null) throw new RangeError("invalid desk; it has no interventions");
  const {desk} = drawTwin(model, {seed, effect: 0});
  const {active} = model.panel;
  const at = rowsOf(model);
  const [trader, day] = [int32(interventions, "trader"), int32(interventions, "day")];
  const [stated, chance] = [float64(interventions, "multiplier"), float64(interventions, "propensity")];
  const random = stream(seed, "known truth", "lots");
  const net = float64(desk.daily, "net").slice();
  const odds = new Float64Array(net.length);
  const [multiplier, propensity] = [stated.slice(), chance.slice()];
  for (let k = 0; k < trader.length; k++) {
    const u = random.uniform();
    if (!(chance[k] > 0 && chance[k] <= 1 && stated[k] <= 1)) continue;
    const p = stated[k] < 1 ? chance[k] : 1 - chance[k];
    const limited = u < p;
    multiplier[k] = limited ? (stated[k] < 1 ? stated[k] : 0.5) : 1;
    propensity[k] = limited ? p : 1 - p;
    const row = at(trader[k], day[k]);
    if (row === undefined || active[row] === 0) continue;
    odds[row] = p;
    if (limited) net[row] += effect;
  }
  return {
    desk: {
      ...desk,
      daily: table({...desk.daily.columns, net}),
      interventions: table({...interventions.columns, multiplier, propensity}),
    },
    truth: {effect: Float64Array.from(active, (a) => a * effect), propensity: odds},
  };
}

/** Net of a twin on which nothing has an effect, at these trader-days; 0 on days without trades. */
export function freeNet(model: TwinModel, seed: number, trader: Int32Array, day: Int32Array): Float64Array {
  const {desk} = drawTwin(model, {seed, effect: 0});
  const net = float64(desk.daily, "net");
  const at = rowsOf(model);
  return Float64Array.from(trader, (t, i) => {
    const row = at(t, day[i]);
    if (row === undefined) throw new RangeError(`invalid row ${i}; the desk has no trader ${t} on day ${day[i]}`);
    return net[row];
  });
}

/** The row of a trader and day; undefined: there is none. */
function rowsOf({desk, panel: {days}}: TwinModel): (trader: number, day: number) => number | undefined {
  const [who, when] = [int32(desk.daily, "trader"), int32(desk.daily, "day")];
  const at = new Map(Array.from(who, (t, row) => [t * days + when[row], row]));
  return (trader, day) => at.get(trader * days + day);
}
