import type {Desk} from "../ingest/index.ts";
import type {Table} from "../numeric/index.ts";
import {type DrawTwinOptions, drawTwin} from "./twin/draw.ts";
import {fitTwin} from "./twin/fit.ts";
import {type Likeness, likenessOf} from "./twin/likeness.ts";

/**
 * A simulated twin of a desk: same traders, days and missing rows; P&L with the same distribution and tails, autocorrelation,
 * volatility clusters and correlation between traders; limits by the same rule; and an effect one sets, so that a method can be
 * asked whether it finds it on a desk like this one. Many twins of one desk: `fitTwin` once, then `drawTwin`.
 *
 * Kept from the original: the market (to which the twin's P&L bears no relation). Not kept: predictions, which were about
 * other P&L. A desk without interventions gets an assumed rule (`TreatmentRule.source`).
 * @param options.effect what a limit adds to the net of a treated day, study currency: one for all, or one a trader.
 * @returns the twin, how alike it is, and its truth by row.
 * @throws RangeError for fewer than 20 rows with P&L, or an effect that is not finite.
 */
export function likeStudy(desk: Desk, options: DrawTwinOptions): {desk: Desk; likeness: Likeness; truth: Table} {
  const twin = drawTwin(fitTwin(desk), options);
  return {...twin, likeness: likenessOf(desk, twin.desk)};
}
