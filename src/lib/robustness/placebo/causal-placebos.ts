import {
  type CausalReport,
  type DesignContext,
  dayBlockFolds,
  type FittedLimits,
  fittedLimits,
  type LimitSample,
  type NuisancePenalties,
  numbered,
} from "../../causal/index.ts";
import {designRows} from "../../models/index.ts";
import {type MapTasks, runInPlace} from "../impact-intervals.ts";
import {fixedRidgePlr} from "../refit/index.ts";
import {amongDraws, claimOf, notRun} from "./assemble.ts";
import {causalIdentities} from "./causal-words.ts";
import {dayBlocks, minimumBlocks, tellingBlocks} from "./day-blocks.ts";
import {pastOutcome} from "./past-outcome.ts";
import {
  realStatistic,
  type TreatmentPlaceboItem,
  treatmentPlacebo,
  treatmentPlaceboModule,
} from "./treatment-placebo.ts";
import type {Placebo} from "./types.ts";

export interface CausalPlaceboOptions {
  readonly context: DesignContext;
  readonly report: CausalReport;
  /** Days of the past that the features, and so limits that follow them, may look back on. */
  readonly lookBack: number;
  /** Above this a p-value does not count. */
  readonly level: number;
  readonly draws: number;
  /** Default: in place. */
  readonly map?: MapTasks;
}

/** Traders never limited that a placebo among them needs. */
const minimumUntreated = 3;

/** Placebos of the estimate that the verdict reads: real limits moved to other days and traders, and onto P&L already made. */
export async function causalPlacebos(options: CausalPlaceboOptions): Promise<Placebo[]> {
  const {context, report} = options;
  const every = Object.values(causalIdentities);
  if (report.status === "not possible") return every.map((one) => notRun(one, report.reason));
  const fitted = fittedLimits(context);
  if ("reason" in fitted) return every.map((one) => notRun(one, fitted.reason));
  const {sample} = fitted;
  const drawn = await drawnPlacebos(fitted, claimOf(report.interval), options);
  return [...drawn, pastOutcome(sample, options)];
}

async function drawnPlacebos(
  {sample, fit}: FittedLimits,
  claim: ReturnType<typeof claimOf>,
  {context, lookBack, level, draws, map = runInPlace}: CausalPlaceboOptions,
): Promise<Placebo[]> {
  const {x, day, trader, folds, treated} = sample;
  const {penalties} = fit;
  const residuals = {x, day, trader, folds, residualY: fit.residualY, penalties: penalties.treatment};
  const observed = realStatistic(residuals, treated);
  const common = {sample: residuals, treated, draws, seed: context.seed, lookBack};
  const untreated = untreatedItem(sample, penalties, common);
  const items: TreatmentPlaceboItem[] = [
    ...(["shift", "blocks", "within-day", "traders"] as const).map((design) => ({...common, design})),
    ...("reason" in untreated ? [] : [untreated]),
  ];
  const found = await map(treatmentPlacebo, treatmentPlaceboModule, items);
  const blocks = dayBlocks(new Set(day).size, lookBack)?.blocks ?? 0;
  const placebos = items.map(({design}, k) => {
    const words = causalIdentities[design];
    const identity = design === "blocks" ? {...words, central: blocks >= tellingBlocks} : words;
    const draw = found[k];
    if (draw === null) return notRun(identity, tooFew(design, sample, lookBack));
    if (draw.drawn.length === 0)
      return notRun(identity, "No draw left a limited trader-day to compare: too few traders trade on the same days.");
    const {standsOut, doesNot} = identity.words;
    const lost = draw.lost > 0 ? ` ${draw.lost} draws had no trader-day to compare and are left out.` : "";
    return amongDraws(identity, observed, draw, {
      claim,
      tail: "both",
      level,
      words: {standsOut: standsOut + lost, doesNot: doesNot + lost},
    });
  });
  return "reason" in untreated ? [...placebos, notRun(causalIdentities.untreated, untreated.reason)] : placebos;
}

function tooFew(design: TreatmentPlaceboItem["design"], {day, trader}: LimitSample, lookBack: number): string {
  const traders = new Set(trader).size;
  return design === "blocks"
    ? `${new Set(day).size} days hold fewer than ${minimumBlocks} blocks of more than ${lookBack} days, the past that features look back on.`
    : `Of ${traders} ${traders === 1 ? "trader" : "traders"} there are too few arrangements for a p-value of .05; it needs 4.`;
}

/** The traders who were never limited, with folds and outcome residuals of their own. */
function untreatedItem(
  sample: LimitSample,
  penalties: NuisancePenalties,
  common: Omit<TreatmentPlaceboItem, "sample" | "design" | "treated">,
): TreatmentPlaceboItem | {readonly reason: string} {
  const {trader, day, treated, x, y} = sample;
  const limited = new Set(Array.from(trader.filter((_, i) => treated[i] === 1)));
  const rows = Int32Array.from(trader.keys()).filter((i) => !limited.has(trader[i]));
  const own = {
    y: Float64Array.from(rows, (i) => y[i]),
    treated: new Float64Array(rows.length),
    x: designRows(x, rows),
    day: Int32Array.from(rows, (i) => day[i]),
    trader: Int32Array.from(rows, (i) => trader[i]),
  };
  const {count} = numbered(own.trader);
  const days = new Set(own.day).size;
  if (count < minimumUntreated)
    return {
      reason: `${count === 0 ? "Every trader was limited at some time" : count === 1 ? "One trader was never limited" : `${count} traders were never limited`}: this needs ${minimumUntreated}. Limits given to other traders stand in for it.`,
    };
  if (days < 60) return {reason: `The traders who were never limited have ${days} days: too few to fit anything on.`};
  const folds = dayBlockFolds(own.day, sample.folds.length, 5);
  const calendars = [...limited]
    .sort((a, b) => a - b)
    .map((t) => day.filter((_, i) => trader[i] === t && treated[i] === 1));
  // any treatment will do: only the outcome's residuals are kept
  const placed = own.day.map((d) => (calendars[0].includes(d) ? 1 : 0));
  const {residualY} = fixedRidgePlr({...own, treated: Float64Array.from(placed), folds}, penalties);
  const {x: design, day: onDay, trader: of} = own;
  return {
    ...common,
    design: "untreated",
    sample: {x: design, day: onDay, trader: of, folds, residualY, penalties: penalties.treatment},
    treated: own.treated,
    calendars,
  };
}
