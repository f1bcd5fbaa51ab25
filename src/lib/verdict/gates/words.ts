import type {GateStatus} from "../types.ts";

/** An interval above zero is evidence for, below zero evidence against, across zero neither. */
export function statusOfInterval([lower, upper]: readonly [number, number]): GateStatus {
  if (lower > 0) return "pass";
  return upper < 0 ? "fail" : "inconclusive";
}

/** With a capital and a full stop. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}

/** "95 %" from 0.95, without the noise of binary fractions. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
