import {coverageInterval} from "../../robustness/index.ts";
import {type Decision, type GateId, gateIds} from "../types.ts";
import type {CalibrationDraw, CalibrationSummary, TraderCounts} from "./types.ts";

const decisions: readonly Decision[] = ["deploy", "do not deploy", "not enough evidence"];

/** All that is said of the desks of one kind. */
export function summariseDesks(draws: readonly CalibrationDraw[]): CalibrationSummary {
  const n = draws.length;
  const failed = draws.filter((d) => d.decision === "error");
  return {
    desks: n,
    verdicts: decisions.map((decision) => {
      const desks = draws.filter((d) => d.decision === decision).length;
      return {decision, desks, share: n === 0 ? 0 : desks / n, interval: n === 0 ? [0, 1] : coverageInterval(desks, n)};
    }),
    decidedBy: decidedBy(draws),
    passed: gateIds.flatMap((gate) => {
      const asked = draws.filter((d) => d.gates[gate] !== undefined);
      const passed = asked.filter((d) => d.gates[gate] === "pass").length;
      return asked.length === 0 ? [] : [{gate, asked: asked.length, passed}];
    }),
    truth: {timing: meanOf(draws.map((d) => d.truth.timing)), limits: meanOf(draws.map((d) => d.truth.limits))},
    traders: sumOf(draws.map((d) => d.traders)),
    audited: draws.filter((d) => d.audited).length,
    errors: failed.length,
    firstError: failed[0]?.message ?? null,
  };
}

function decidedBy(draws: readonly CalibrationDraw[]): CalibrationSummary["decidedBy"] {
  const found: {decision: Decision; gate: GateId; desks: number}[] = [];
  for (const decision of decisions)
    for (const gate of gateIds) {
      const desks = draws.filter((d) => d.decision === decision && d.decidedBy === gate).length;
      if (desks > 0) found.push({decision, gate, desks});
    }
  return found.sort((a, b) => b.desks - a.desks || gateIds.indexOf(a.gate) - gateIds.indexOf(b.gate));
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
}

function sumOf(counts: readonly TraderCounts[]): TraderCounts {
  const sum = (key: keyof TraderCounts) => counts.reduce((total, one) => total + one[key], 0);
  return {
    judged: sum("judged"),
    deploy: sum("deploy"),
    deployWrong: sum("deployWrong"),
    against: sum("against"),
    againstWrong: sum("againstWrong"),
  };
}
