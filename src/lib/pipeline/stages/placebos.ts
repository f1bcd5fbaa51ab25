import type {CausalReport} from "../../causal/index.ts";
import type {Plan} from "../../evaluate/index.ts";
import type {FeatureReport} from "../../features/index.ts";
import {
  beforeAdoption,
  causalPlacebos,
  type PlaceboReport,
  policyPlacebos,
  type RobustnessReport,
  treatmentPlaceboModule,
} from "../../robustness/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {causalInputs, causalLearners, causalParams} from "./causal-context.ts";
import {fittedContext} from "./causal-fit.ts";
import {placeboFindings} from "./findings/placebos.ts";
import {readPolicyRows} from "./policy.ts";

/** Draws of a placebo that cannot list all arrangements. */
const usualDraws = 999;

/** Days of the past assumed where no feature says how far it looks back. */
const assumedLookBack = 60;

/**
 * The same estimates where there can be no effect.
 * @param draws fewer make p coarser: for calibrations over many desks.
 */
export function placebosStage(study: Study, draws = usualDraws): Stage {
  const causal = causalParams(study);
  const {placeboLevel} = study.gates;
  const {seed} = study;
  return {
    name: "placebos",
    label: "look for effects where there are none",
    inputs: [...causalInputs, "plan", "policy", "robustness", "causal"],
    files: [],
    code: [new URL(import.meta.url), treatmentPlaceboModule, ...causalLearners],
    params: {causal, placeboLevel, seed, draws},
    async run(context) {
      const {used} = context.input("features").json<FeatureReport>("features.json");
      const lookBack = used.reduce((most, f) => Math.max(most, f.lookBack), 0) || assumedLookBack;
      const {primary, signals} = context.input("plan").json<Plan>("plan.json");
      const {signals: robust} = context.input("robustness").json<RobustnessReport>("robustness.json");
      const robustness = robust.find(({signal}) => signal === primary);
      const rows = readPolicyRows(context.input("policy")).get(primary) ?? nothing;
      const own = await fittedContext(context, causal);
      const report = context.input("causal").json<CausalReport>("causal.json");
      const placebos = [
        ...policyPlacebos({
          rows,
          robustness: robustness ?? {signal: primary, bootstrap: null, shift: null, notes: [noPolicy]},
          lookBack,
          level: placeboLevel,
          draws,
          seed,
        }),
        ...(await causalPlacebos({
          context: own,
          report,
          lookBack,
          level: placeboLevel,
          draws,
          map: context.map,
        })),
        beforeAdoption(own, placeboLevel),
      ];
      const file: PlaceboReport = {placebos, notes: notesOf(lookBack, signals.find((s) => s.name === primary)?.source)};
      return {json: {"placebos.json": file}, findings: placeboFindings(file)};
    },
  };
}

const noPolicy = "No policy could be judged on this study.";
const nothing = {
  trader: new Int32Array(0),
  day: new Int32Array(0),
  net: new Float64Array(0),
  multiplier: new Float64Array(0),
};

function notesOf(lookBack: number, source: "given" | "trained" | undefined): string[] {
  return [
    "Predictions and limits are made of P&L of the past. A shift that sets them back by a few days moves them onto the very days that they were made of, where they fit too well; one that moves them on by a few leaves them nearly as they were. Such shifts are left out.",
    `What is left is no longer every shift, and a test of shifts holds its level exactly only with all of them; without the near ones it nearly does. So blocks of more than ${lookBack} days, as far as features look back, are put in other orders too: no day meets days that it was made of, and the true order is one of all that are possible.`,
    ...(source === "given"
      ? [
          `The prediction that is judged was made elsewhere: how far back it looks is not on record, and ${lookBack} days are assumed.`,
        ]
      : []),
  ];
}
