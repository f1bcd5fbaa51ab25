import type {Change, Decision, Gate, GateId} from "./types.ts";

export interface Decided {
  readonly decision: Decision;
  readonly decidedBy: GateId | null;
  readonly because: string;
}

/** What a decision reads of a gate. */
export type Asked = Pick<Gate, "id" | "status" | "evidence" | "required">;

/**
 * One verdict from the gates. Evidence against (a required gate fails) is "do not deploy"; otherwise a required gate
 * that did not pass is "not enough evidence"; only all required gates passing is "deploy". The order of the gates
 * decides which is named, never what is decided.
 *
 * Multiplicity: "deploy" needs every gate, an intersection-union test (Berger 1982), so that each may have its own level and asking
 * more of them makes a wrong "deploy" no likelier. "do not deploy" needs one: of the gates that can fail by chance, timing and the
 * effect of real limits each do so wrongly with half their two-sided level at most. Skill does so with half of its own where one naive
 * rule is asked, and oftener where several are, since it is held against the one that did best on these rows: hard on the predictions
 * for a "deploy", and for this as well. The three together: with the sum at most.
 */
export function decide(gates: readonly Asked[]): Decided {
  const required = gates.filter((g) => g.required);
  const failed = required.find((g) => g.status === "fail");
  if (failed) return {decision: "do not deploy", decidedBy: failed.id, because: failed.evidence};
  const open = required.find((g) => g.status !== "pass");
  if (open) return {decision: "not enough evidence", decidedBy: open.id, because: open.evidence};
  return {decision: "deploy", decidedBy: null, because: "Every required gate passed."};
}

/** The change that would change the verdict: that of the gate that decided; of "deploy", that of the gate with the smallest margin. */
export function decidingChange(
  gates: readonly Gate[],
  decidedBy: GateId | null,
): {readonly gate: GateId; readonly change: Change} | null {
  if (decidedBy !== null) {
    const {id, change} = gates.find((g) => g.id === decidedBy)!;
    return change === null ? null : {gate: id, change};
  }
  let least: {gate: GateId; change: Change & {kind: "margin"}} | null = null;
  for (const {id, required, change} of gates)
    if (required && change?.kind === "margin" && (least === null || change.share < least.change.share))
      least = {gate: id, change};
  return least;
}
