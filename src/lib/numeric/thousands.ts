/** A whole number with commas between thousands: 12,345. For sentences; `view/format.ts` prints what has a unit. */
export function thousands(n: number): string {
  return n.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}
