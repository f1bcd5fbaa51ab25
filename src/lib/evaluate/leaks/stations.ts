import {buildPanel, features} from "../../features/index.ts";
import type {Desk} from "../../ingest/desk.ts";
import {type Column, float64, int32, type Table, table, take} from "../../numeric/index.ts";
import {auditCuts, foldTesting} from "../audit.ts";
import {auditFeatures} from "../audit-features.ts";
import {auditIngest} from "../audit-ingest.ts";
import {auditLabels} from "../audit-labels.ts";
import {auditPolicy} from "../audit-policy.ts";
import {auditPredictions} from "../audit-predictions.ts";
import {auditSample} from "../audit-sample.ts";
import {auditRows, auditSplit, auditTraders} from "../audit-split.ts";
import {auditTarget} from "../audit-target.ts";
import {auditTiming} from "../audit-timing.ts";
import {fitFold} from "../fit-fold.ts";
import {type Rebuilt, refitRewritten} from "../refit.ts";
import {type FutureOf, rewriteFuture, rewrites} from "../rewrite.ts";
import {sidesOf} from "../sides.ts";
import {walkForwardFolds} from "../splits/index.ts";
import type {AuditCheck} from "../types.ts";
import {assembleWalkForward, foldItems} from "../walk-forward.ts";
import type {ApplyPolicy, RawRows, Stations} from "./types.ts";

/** A few features of each sort: own past, desk, market, what may be missing, calendar. */
const names = [
  ...["net_lag1", "net_mean_5", "net_sd_20", "trades_lag1"],
  ...["desk_mean_lag1", "rank_20", "market_return_lag1", "monday"],
];

/** The pipeline without a leak: panel builder, folds, fit and policy are those of a study. */
export function cleanStations(policy: ApplyPolicy): Stations {
  return {
    ingest: ({desk}) => desk, // what was known on the day: corrections came later
    names,
    catalogue: features,
    prepare: (panel) => panel,
    label: ({daily}) => float64(daily, "net"),
    split: {kind: "expanding", train: 32, test: 16, purge: 0, embargo: 1},
    folds: walkForwardFolds,
    sides: sidesOf,
    fit: (item) => fitFold(item),
    policy,
  };
}

/** Every check of the audit, on a pipeline of stations: in the order in which a number travels. */
export async function auditStations(raw: RawRows, stations: Stations, seed: number): Promise<AuditCheck[]> {
  const {label, split, catalogue} = stations;
  const desk = stations.ingest(raw);
  const future = remembered((cut, how) => stations.ingest(rewriteRaw(raw, cut, how, seed)));
  const clean = walkForwardFolds(desk.days.length, {kind: "expanding", train: 32, test: 16, purge: 0, embargo: 1});
  const cuts = auditCuts(desk.days.length, clean, 2);
  const prepare = (panel: Table, from: Desk) => stations.prepare(withLabel(panel, label(from)), from);
  const {panel: built, report} = buildPanel(desk, stations.names, catalogue);
  const panel = prepare(built, desk);
  const rows = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const folds = stations.folds(desk.days.length, split);
  const items = foldItems({learner: "ridge", seed, folds, panel});
  const sides = folds.map((fold) => stations.sides(rows, fold));
  const fitWith = (item: (typeof items)[number]) => stations.fit(item, stations.sides);
  const results = [];
  for (const item of items) results.push(await fitWith(item));
  const {predictions, models} = assembleWalkForward(results);
  const rebuilt = cuts.flatMap((cut) =>
    rewrites.map((rewrite): Rebuilt => {
      const from = future(cut, rewrite);
      return {
        cut,
        rewrite,
        fold: foldTesting(folds, cut),
        panel: prepare(buildPanel(from, stations.names, catalogue).panel, from),
      };
    }),
  );
  const [modelsCheck, predictionsCheck] = await auditPredictions({
    desk,
    signal: "ridge",
    label: "Ridge regression",
    training: {learner: "ridge", seed},
    folds,
    predictions,
    models,
    rebuilt,
    run: async (list) => {
      const found = [];
      for (const item of list) found.push(await refitRewritten(item, {fitWith}));
      return found;
    },
  });
  const value = float64(predictions, "value");
  const [trader, day] = [int32(predictions, "trader"), int32(predictions, "day")];
  return [
    auditIngest({desk, future, cuts}),
    auditTiming({features: report.used, desk}),
    auditFeatures({desk, panel, rebuilt}),
    auditTarget({panel, desk}),
    auditSplit({rows, sides, split, desk}),
    auditRows({rows, sides, desk}),
    ...(stations.newTraders ? [auditTraders({rows, sides, desk})] : []),
    auditLabels({desk, future, cuts, label, rows, sides, split}),
    auditSample({desk, folds, predictions: new Map([["ridge", predictions]])}),
    modelsCheck,
    predictionsCheck,
    auditPolicy({
      signal: "ridge",
      label: "Ridge regression",
      inputs: {trader, day, value, net: netOf(desk, trader, day)},
      policy: (inputs) => stations.policy(inputs, {folds, days: desk.days, gap: split.purge + split.embargo}),
      desk,
      cuts,
      seed,
    }),
  ];
}

/** Another future of all that enters: of corrections, those that came after the cut. */
function rewriteRaw({desk, revisions}: RawRows, cut: number, how: Parameters<FutureOf>[1], seed: number): RawRows {
  const known = int32(revisions, "known");
  const kept = Int32Array.from(known.keys()).filter((r) => known[r] <= cut || how !== "missing");
  const left = take(revisions, kept);
  const net = float64(left, "net").map((v, r) => (int32(left, "known")[r] <= cut ? v : -v));
  return {desk: rewriteFuture(desk, cut, how, seed), revisions: table({...left.columns, net})};
}

function remembered(future: FutureOf): FutureOf {
  const made = new Map<string, Desk>();
  return (cut, how) => {
    const key = `${cut} ${how}`;
    const desk = made.get(key) ?? future(cut, how);
    made.set(key, desk);
    return desk;
  };
}

/** The panel with the label in the place of the day's net. */
function withLabel(panel: Table, label: Float64Array): Table {
  const columns: Record<string, Column> = {...panel.columns, net: label};
  return table(columns);
}

function netOf({daily, days}: Desk, trader: Int32Array, day: Int32Array): Float64Array {
  const key = (t: number, d: number) => t * days.length + d;
  const [who, when, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
  const of = new Map(Array.from(net, (v, r) => [key(who[r], when[r]), v]));
  return Float64Array.from(trader, (t, r) => of.get(key(t, day[r])) ?? Number.NaN);
}
