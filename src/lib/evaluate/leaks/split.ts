import type {Desk} from "../../ingest/desk.ts";
import {float64, int32, stream, take} from "../../numeric/index.ts";
import {type FoldResult, fitFold} from "../fit-fold.ts";
import type {FoldItem} from "../fold-item.ts";
import {walkForwardFolds} from "../splits/index.ts";
import type {Fold} from "../types.ts";
import type {Leak, Stations} from "./types.ts";

/** Splits that put the future on the training side, and labels that reach across. */
export const splitLeaks: readonly Leak[] = [
  {
    id: "shuffled-folds",
    name: "Shuffled folds",
    kind: "L3.1",
    description: "Rows are dealt to folds at random: a day's other traders, and the days around it, are trained on.",
    inPractice: "KFold(shuffle=True), the default of most examples.",
    caughtBy: {check: "audit.split", place: "fold 1"},
    seed: dealing((random) => () => random.integer(4)),
  },
  {
    id: "random-folds-of-days",
    name: "Random folds of whole days",
    kind: "L3.1",
    description: "Whole days are dealt to folds at random: training knows the days after those that are tested.",
    inPractice: "GroupKFold by day, to keep a day's traders together: half of the lesson.",
    caughtBy: {check: "audit.split", place: "fold 1"},
    seed: dealing((random) => {
      const of = Array.from({length: 1000}, () => random.integer(4));
      return (day) => of[day];
    }),
  },
  {
    id: "test-before-training",
    name: "Blocks tested from what came later",
    kind: "L3.1",
    description: "Each quarter of the days is tested by a model of the three others.",
    inPractice: "Blocked cross-validation, read as if it were a backtest.",
    caughtBy: {check: "audit.split", place: "fold 1"},
    seed: dealing(() => (day) => Math.min(3, Math.floor(day / 24))),
  },
  {
    id: "gap-not-applied",
    name: "An embargo that is declared and not applied",
    kind: "L3.2",
    description: "The study says five days between training and test; the folds have none.",
    inPractice: "The option is read by the report and not by the splitter.",
    caughtBy: {check: "audit.split", place: "fold 1"},
    seed: (s) => ({
      ...s,
      split: {...s.split, embargo: 5},
      folds: (days, split) => walkForwardFolds(days, {...split, embargo: 0}),
    }),
  },
  {
    id: "no-embargo-with-a-5-day-target",
    name: "A five-day target without a gap",
    kind: "L3.2",
    description: "The target is the P&L of five days; the last days of training know those that are tested.",
    inPractice: "The horizon is changed in one place, the split in another.",
    caughtBy: {check: "audit.labels", place: "fold 1"},
    seed: (s) => ({...s, label: fiveDays, split: {...s.split, embargo: 0}}),
  },
  {
    id: "overlapping-label-windows",
    name: "A gap that is shorter than the label",
    kind: "L3.2",
    description: "The target is the P&L of five days, and two are left out.",
    inPractice: "A gap copied from a study of other labels.",
    caughtBy: {check: "audit.labels", place: "fold 1"},
    seed: (s) => ({...s, label: fiveDays, split: {...s.split, purge: 2, embargo: 0}}),
  },
  {
    id: "duplicated-rows",
    name: "Rows doubled before the split",
    kind: "L1.4",
    description: "Losing days are doubled, to balance the classes, and the copies land on both sides.",
    inPractice: "Oversampling of the rare class before cross-validation.",
    caughtBy: {check: "audit.rows", place: "(rows)"},
    seed: (s) => ({
      ...dealing((random) => () => random.integer(4))(s),
      prepare(panel, desk) {
        const net = float64(panel, "net");
        const rows = Array.from(net.keys()).flatMap((r) => (net[r] < -150 ? [r, r] : [r]));
        return s.prepare(take(panel, rows), desk);
      },
    }),
  },
  {
    id: "traders-on-both-sides",
    name: "Known traders, judged as new ones",
    kind: "L3.2",
    description:
      "The study asks how the model does on traders who are new to it; it is tested on those it was trained on.",
    inPractice: "A model sold to another desk with the score it had on its own.",
    caughtBy: {check: "audit.traders", place: "fold 1"},
    seed: (s) => ({...s, newTraders: true}), // and the folds stay as they are: all traders on both sides
  },
  {
    id: "test-within-training",
    name: "Judged on what it was trained on",
    kind: "L1.1",
    description: "There is no test set: each window is predicted by a model that was fitted with it.",
    inPractice: "The fit of the final model is reported as its performance.",
    caughtBy: {check: "audit.rows", place: "fold 1"},
    seed: (s) => {
      const wider = (fold: Fold) => ({...fold, train: {start: 0, end: fold.test.end}});
      return {
        ...s,
        sides: (item, fold) => s.sides(item, wider(fold)),
        fit: (item) => fitFold({...item, fold: wider(item.fold)}),
      };
    },
  },
];

/** Four folds over all days, each row tested in the one it is dealt to and trained on by the others. */
function dealing(deal: (random: ReturnType<typeof stream>) => (day: number) => number): (s: Stations) => Stations {
  return (s) => {
    const sides: Stations["sides"] = ({day}, fold) => {
      const foldOf = deal(stream(1, "leaks", "deal"));
      const dealt = Int32Array.from(day, (d) => foldOf(d));
      const rows = Int32Array.from(day.keys());
      return {
        fold,
        train: rows.filter((r) => dealt[r] !== fold.index),
        test: rows.filter((r) => dealt[r] === fold.index),
      };
    };
    const all = (days: number) => ({start: 0, end: days});
    return {
      ...s,
      folds: (days) =>
        [0, 1, 2, 3].map((index) => ({index, train: all(days), gap: {start: 0, end: 0}, test: all(days)})),
      sides,
      fit: (item) => fitSides(item, sides),
    };
  };
}

/** Fits by rows in place of ranges of days: the tested rows are moved behind all others, and back again. */
async function fitSides(item: FoldItem, sidesOf: Stations["sides"]): Promise<FoldResult> {
  const {train, test} = sidesOf(item, item.fold);
  const behind = item.day.reduce((a, b) => Math.max(a, b), 0) + 1;
  const rows = Int32Array.from([...train, ...test]);
  const pick = (column: Float64Array) => Float64Array.from(rows, (r) => column[r]);
  const result = await fitFold({
    ...item,
    fold: {
      index: item.fold.index,
      train: {start: 0, end: behind},
      gap: {start: behind, end: behind},
      test: {start: behind, end: 2 * behind},
    },
    trader: Int32Array.from(rows, (r) => item.trader[r]),
    day: Int32Array.from(rows, (r, k) => item.day[r] + (k < train.length ? 0 : behind)),
    net: pick(item.net),
    scale: pick(item.scale),
    columns: item.columns.map(pick),
  });
  return {...result, day: result.day.map((d) => d - behind)};
}

/** P&L of the row's day and of the trader's next four rows, as far as there are any. */
function fiveDays({daily}: Desk): Float64Array {
  const [trader, net] = [int32(daily, "trader"), float64(daily, "net")];
  return net.map((_, r) => {
    let sum = 0;
    for (let k = r; k < Math.min(r + 5, net.length) && trader[k] === trader[r]; k++) sum += net[k];
    return sum;
  });
}
