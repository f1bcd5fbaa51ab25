import type {DesignName} from "../../causal/index.ts";
import type {KnownTruthMethod, KnownTruthReport} from "../known-truth/types.ts";
import {notPossible} from "./refutation-words.ts";
import type {Refutation} from "./types.ts";

/**
 * The methods behind the two results, asked for a truth that is known: the interval of the policy's timing, and the adjusted comparison
 * and the declared design, on twins of the desk without an effect and with the estimated one.
 */
export function knownTruthAttempts({methods, level, rule}: KnownTruthReport, declared: DesignName): Refutation[] {
  const wanted = ["timing", "partially-linear", declared].filter((id, k, all) => all.indexOf(id) === k);
  const wouldRefute =
    `More than ${percent(1 - level + rule.tolerance)} of intervals miss the truth, or see an effect where there is none, beyond luck; ` +
    `or they are off by more than ${rule.bias} standard errors: the method does not work at this study’s size.`;
  return wanted.flatMap((id): Refutation[] => {
    const method = methods.find((m) => m.design === id);
    if (method === undefined) return [];
    const {design, label, status, why} = method;
    const tried = status !== "not tried";
    return [
      {
        of: design === "timing" ? "policy" : "causal",
        attempt: `${label}, asked on simulated twins of the desk whose truth is known`,
        wouldRefute,
        happened: tried
          ? `${status === "cannot tell" ? "Too few twins to tell. " : ""}${happenedOn(method)}${why}`
          : notPossible(why),
        status: status === "fails" ? "refuted" : status === "holds" ? "survived" : "not run",
        findings: tried ? findingsOf(method) : [`known_truth.${design}.status`],
      },
    ];
  });
}

function happenedOn({null: none, effect}: KnownTruthMethod): string {
  const worlds = [
    ...(none === null
      ? []
      : [`without an effect it saw one on ${Math.round(none.falsePositives * none.draws)} of ${none.draws}`]),
    ...(effect === null
      ? []
      : [`with the estimated one on ${Math.round(effect.power * effect.draws)} of ${effect.draws}`]),
  ];
  const off = [none, effect].flatMap((world) => (world === null ? [] : [signed(world.biasInStandardErrors)]));
  return worlds.length === 0
    ? ""
    : `On twins ${worlds.join(", ")}; off by ${off.join(" and ")} standard errors on average. `;
}

function findingsOf({design, null: none, effect}: KnownTruthMethod): string[] {
  const id = `known_truth.${design}`;
  return [
    `${id}.status`,
    ...(none === null ? [] : [`${id}.null.coverage`, `${id}.null.bias`, `${id}.false_positives`]),
    ...(effect === null ? [] : [`${id}.effect.coverage`, `${id}.effect.bias`, `${id}.power`]),
  ];
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}
