import {thousands} from "../numeric/index.ts";

/** "12.5 %", and never "0.0 %" for something that is not zero. */
export function percent(share: number): string {
  return share > 0 && share < 0.0005 ? "less than 0.1 %" : `${(100 * share).toFixed(1)} %`;
}

/** "p = 0.034", "p < 0.001". */
export function pWords(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}

/** "−1,161 USD". */
export function money(value: number, currency: string): string {
  const digits = thousands(Math.abs(value));
  return `${value < 0 && digits !== "0" ? "−" : ""}${digits} ${currency}`;
}

/** "1 trader", "7 traders". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)} ${n === 1 ? one : many}`;
}
