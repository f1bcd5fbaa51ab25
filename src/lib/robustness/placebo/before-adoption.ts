import {
  type AdoptionSample,
  adoptionSample,
  aggregateEffects,
  type DesignContext,
  daysPerPeriod,
  grid,
  groupTimeEffects,
  inference,
  meanFrom,
  pastPeriods,
  periodsAfter,
} from "../../causal/index.ts";
import {identityOf, notRun, type PlaceboIdentity} from "./assemble.ts";
import type {Placebo} from "./types.ts";

/** Months by which the first limit is pretended to have come too early. */
const early = 2;

const identity: PlaceboIdentity = {
  id: "causal.before-adoption",
  title: "Limits pretended to have begun before they did",
  of: "causal",
  central: true,
  unit: "currency/trader-day",
  method:
    `Group-time effects (Callaway and Sant'Anna 2021) as if each first limit had come ${early} months of ${daysPerPeriod} trading days earlier, on the ` +
    "months before it really came, against traders not yet or never limited; standard error clustered by trader",
  wouldRefute:
    "Traders parted from the others before their first limit: designs that compare them from it on would take that for its effect.",
};

/**
 * A date before adoption: the effect of limits that had not begun. By the differences that `staggered-did` is made of: with e(t)
 * the effect t months after the first limit against the month before it, e(−1) = 0, the pretended effect over the last two
 * months before, against the one before those, is (e(−2) + e(−1)) / 2 − e(−3), and so is its influence function.
 */
export function beforeAdoption(context: DesignContext, level: number): Placebo {
  const sample = adoptionSample(context);
  if ("reason" in sample) return notRun(identity, sample.reason);
  try {
    const fit = groupTimeEffects(outcomesOf(sample), {base: "universal"});
    const near = fit.effects.filter(
      ({cohort, period}) => period - cohort <= periodsAfter && period - cohort >= -pastPeriods - 1,
    );
    const {effects} = aggregateEffects({...fit, effects: near}, "dynamic");
    const [at2, at3] = [-early, -early - 1].map((at) => effects.find((e) => e.at === at));
    if (at2 === undefined || at3 === undefined)
      return notRun(identity, `No trader was watched for ${early + 2} months before its first limit.`);
    const theta = at2.theta / 2 - at3.theta;
    const influence = at2.influence.map((v, i) => v / 2 - at3.influence[i]);
    const {estimate, interval, p} = inference(
      {theta, influence, labels: at2.labels},
      {cluster: ["unit"], level: context.level},
    );
    const alarm = p <= level;
    return {
      ...identityOf(identity),
      status: alarm ? "alarm" : "quiet",
      observed: estimate,
      interval,
      drawn: [],
      p,
      pError: 0,
      draws: 0,
      exact: false,
      happened: alarm
        ? "Traders parted from the others before their first limit: what came after it need not be its effect."
        : "Before their first limit traders moved as the others did, as far as these data can tell.",
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return notRun(identity, `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
}

/** Period means by trader, and the period of the first limit. */
function outcomesOf(sample: AdoptionSample) {
  const periods = Math.floor(sample.days / daysPerPeriod);
  return {
    outcome: grid(sample, sample.outcome).map((series) =>
      Float64Array.from({length: periods}, (_, p) => meanFrom(series, p * daysPerPeriod, daysPerPeriod)),
    ),
    adoption: sample.adoption.map((day) => {
      const period = Math.floor(day / daysPerPeriod);
      return day < 0 || period >= periods ? -1 : period; // limited only in the last days, which make no whole period
    }),
  };
}
