import {float64, int32, stream} from "../../../numeric/index.ts";
import {circularShift} from "../../../robustness/index.ts";
import {mergeOrigins} from "../../../study/index.ts";
import {findLiterals} from "../../source-rules/index.ts";
import {type ExhibitDesk, exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf} from "../figures.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {halveLowest, walkForward} from "../walk-forward.ts";

/** The old validation page: it looks like a result, and is a sentence that somebody typed. */
export const typedValidation = `# Validation

The effect is significant (p = 0.001). The validation score is 0.85.

\`\`\`js
display(facts({p_value: 0.001, score: 0.85}));
\`\`\`
`;

/** What the old script answers, whatever desk it is asked about. */
export function validate(_desk: ExhibitDesk): {p: number; score: number} {
  const read = (name: string) => Number(new RegExp(`${name}: ([\\d.]+)`).exec(typedValidation)![1]);
  return {p: read("p_value"), score: read("score")};
}

const id = "literal-results";

/** Results typed into a script, against results that a desk can change. */
export async function literalResultsExhibit(): Promise<Exhibit> {
  const desks = [
    exhibitDesk({desk: "null", seed: 13, traders: 8, days: 160}),
    exhibitDesk({desk: "helpful", seed: 14, traders: 12, days: 250}),
  ];
  const typed = desks.map(validate);
  const own = await Promise.all(desks.map(placeboOf));
  const literals = findLiterals(typedValidation);
  const coin = coinPlacebos(desks[0]);
  const figure = figuresOf(id);
  const fromShift = "Circular-shift placebo of halving the lowest fifth of predictions, walk-forward; one-sided.";
  const p = (name: string, at: number) =>
    figure(`proofbook.${name}`, {
      n: own[at].shifts,
      of: "shifts",
      label: `p-value on the ${name} desk, by Proofbook`,
      value: own[at].p,
      unit: "p-value",
      method: fromShift,
    });
  const old = figure("old.p", {
    n: typed.length,
    of: "desks asked",
    label: "p-value in the old report",
    value: typed[0].p,
    unit: "p-value",
    method: "Read out of the old script's source: nobody computed it.",
  });
  const score = figure("old.score", {
    n: typed.length,
    of: "desks asked",
    label: "Validation score in the old report",
    value: typed[0].score,
    unit: "ratio",
    method: "Read out of the old script's source: nobody computed it.",
  });
  const truth = figure("truth.placebo", {
    n: coin.length,
    of: "coins tossed on the null desk",
    label: "Share of coins with a p-value of at most a twentieth",
    value: coin.filter((q) => q <= 0.05).length / coin.length,
    unit: "share",
    method:
      "Cuts by coin on the desk on which nothing can be known, each tested by circular shifts: a p-value that means something is this small one time in twenty.",
  });
  const caught = figure("proofbook.literals", {
    n: literals.length,
    of: "literals",
    label: "Typed results that the check finds in the old page",
    value: literals.length,
    unit: "count",
    method: "The check that every page of this site goes through.",
    note: literals.map(({kind, text}) => `${kind} “${text}”`).join("; "),
  });
  return {
    id,
    title: "Results typed into the script",
    failure: "The validation results were literals: the same for every desk, every period and every model.",
    desks: desks.map(({words}) => words),
    origin: mergeOrigins(desks.map(({desk}) => desk.origin)),
    old: say`“Validated: ${old}, score ${score}.” It says so of every desk it is shown.`,
    truth: say`On the first desk nothing can be known. There a true test calls ${truth} of coins significant at the level of one in twenty; the typed one would call all.`,
    proofbook: say`On the desk without a signal ${p("null", 0)}, on the other ${p("helpful", 1)}. In the old page the check finds ${caught} typed results, and the site is not published.`,
    impossible: {
      words:
        "A page shows a number only as a finding, which carries stage, artifact, code and data. A typed one fails the check.",
      page: "./reproduce",
      test: "tests/publish/check-literals.test.ts",
    },
  };
}

async function placeboOf({panel, desk}: ExhibitDesk): Promise<{p: number | null; shifts: number}> {
  const tested = await walkForward(panel, desk.days.length);
  const {shift} = circularShift({...tested, multiplier: halveLowest(tested.value, 0.2)});
  return {p: shift?.p ?? null, shifts: shift?.shifted.length ?? 0};
}

/** p-values of coins, which know nothing. */
function coinPlacebos({desk}: ExhibitDesk): number[] {
  const rows = {trader: int32(desk.daily, "trader"), day: int32(desk.daily, "day"), net: float64(desk.daily, "net")};
  return Array.from({length: 100}, (_, k) => {
    const random = stream(1, "autopsy", id, k);
    return circularShift({...rows, multiplier: rows.net.map(() => (random.uniform() < 0.2 ? 0.5 : 1))}).shift!.p;
  });
}
