import {normalCdf} from "../../../numeric/index.ts";
import {mergeOrigins} from "../../../study/index.ts";
import {type ExhibitDesk, exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {effectOfLimits, level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";

export interface Headline {
  /** Change of the mean loss on limited trader-days, as a share of that on the others. */
  readonly change: number;
  readonly p: number;
}

/**
 * The old headline: losses on limited trader-days against the others, each row an observation. Where the portfolio's own
 * result was not to be had it ran on the demonstration desk, and nothing in what it printed told which.
 */
export function headline(portfolio: ExhibitDesk | null, demonstration: ExhibitDesk): Headline {
  const {net, limited} = (portfolio ?? demonstration).simulation.rows;
  const loss = net.map((y) => Math.min(0, y));
  const [cut, free] = [1, 0].map((d) => momentsOf(loss.filter((_, r) => limited[r] === d)));
  const z = (cut.mean - free.mean) / Math.sqrt(cut.variance / cut.n + free.variance / free.n);
  return {change: cut.mean / free.mean - 1, p: 2 * normalCdf(-Math.abs(z))};
}

function momentsOf(x: Float64Array): {n: number; mean: number; variance: number} {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return {n: x.length, mean, variance: x.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (x.length - 1)};
}

const id = "demo-as-portfolio";

/** A demonstration's number on a portfolio's report, against origins that travel with every row. */
export async function demoAsPortfolioExhibit(): Promise<Exhibit> {
  const demonstration = exhibitDesk({desk: "helpful", seed: 7, traders: 12, days: 250});
  const portfolio = exhibitDesk({desk: "null", seed: 8, traders: 16, days: 250});
  const shown = headline(null, demonstration);
  const {netFree, netLimited, limited} = portfolio.simulation.rows;
  let [free, cut] = [0, 0];
  limited.forEach((d, r) => {
    free += d * Math.min(0, netFree[r]);
    cut += d * Math.min(0, netLimited[r]);
  });
  const effect = await effectOfLimits(portfolio);
  // What a reader of files would have been told of the portfolio, had it come from files.
  const files = {simulated: false, description: "Files of a portfolio", files: []};
  const mixed = mergeOrigins([files, demonstration.desk.origin]);
  const figure = figuresOf(id);
  const change = figure("old.change", {
    ...traderDays(demonstration.desk.daily.rows),
    label: "Change of losses in the old headline",
    value: shown.change,
    unit: "share",
    method:
      "Mean loss of limited trader-days over that of the others, less one: the old method, on the demonstration desk.",
  });
  const p = figure("old.p", {
    ...traderDays(demonstration.desk.daily.rows),
    label: "p-value in the old headline",
    value: shown.p,
    unit: "p-value",
    method: "Two means, each row an observation: the old method, on the demonstration desk.",
  });
  const truth = figure("truth.change", {
    ...traderDays(effect.treated),
    label: "True change of losses on the portfolio",
    value: cut / free - 1,
    unit: "share",
    method: "Losses with a limit over losses without one, on the same trader-days: the simulator knows both.",
  });
  const own = figure("proofbook.effect", {
    ...traderDays(effect.n),
    label: "Effect of a limit on the portfolio, by Proofbook",
    value: effect.estimate,
    unit: "currency/trader-day",
    interval: effect.interval,
    level,
    method: effect.design,
  });
  const origin = figure("proofbook.origin", {
    n: null,
    label: "Origin of anything made with both",
    value: mixed.simulated ? "simulated" : "from files",
    unit: "text",
    method: "Origins are merged wherever rows meet; one simulated row marks all that is made of it.",
    note: mixed.description,
  });
  return {
    id,
    title: "A demonstration’s number on a portfolio’s report",
    failure: "The headline came from a simulated demonstration and was shown as the portfolio’s.",
    desks: [`Demonstration: ${demonstration.words}`, `Portfolio: ${portfolio.words}`],
    origin: mergeOrigins([demonstration.desk.origin, portfolio.desk.origin]),
    old: say`“The portfolio’s losses change by ${change} (${p}).”`,
    truth: say`On the portfolio limits do nothing: losses change by ${truth}. The headline is the demonstration’s.`,
    proofbook: say`On the portfolio a limit changes P&L by ${own}. A result into which one row of the demonstration went is marked “${origin}”.`,
    impossible: {
      words:
        "Where rows come from is stated where they enter, and carried through every artifact. No option of a study can hide it.",
      page: "./reproduce",
      test: "tests/pipeline/origins.test.ts",
    },
  };
}
