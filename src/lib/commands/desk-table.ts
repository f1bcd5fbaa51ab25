import type {Likeness, SimulationTruth} from "../simulate/index.ts";

/** What is true of a simulated desk, for a terminal. */
export function truthLines({total, traders, days}: SimulationTruth): string[] {
  const money = (x: number) => (Number.isFinite(x) ? x.toFixed(2) : "–");
  return [
    `${traders.rows} traders, ${days.rows} days, ${total.rows} trader-days, ${total.limited} of them limited; US dollars`,
    `Effect of a limit on a limited day        ${money(total.effectPerLimitedDay)}`,
    `  weighted by overlap (partially linear)  ${money(total.overlapEffect)}`,
    `  had every day been limited              ${money(total.averageEffect)}`,
    `Effect of all limits together             ${money(total.effect)}, on others ${money(total.spilled)}`,
    `Bias of a plain comparison                ${money(total.selectionBias)}`,
    `Highest R² that the past allows           ${total.attainableR2.toFixed(4)}`,
  ];
}

/** How alike a desk and its twin are, for a terminal. */
export function likenessLines({measures, ks, ksExceeded}: Likeness): string[] {
  const width = Math.max(...measures.map(({label}) => label.length));
  const show = (x: number) => (Number.isFinite(x) ? x.toFixed(3) : "–").padStart(10);
  return [
    `${"P&L in standard deviations".padEnd(width)} ${"original".padStart(10)} ${"twin".padStart(10)}`,
    ...measures.map(({label, original, twin}) => `${label.padEnd(width)} ${show(original)} ${show(twin)}`),
    `${Math.round(ksExceeded * ks.length)} of ${ks.length} traders' distributions differ by more than chance at 5 % (Kolmogorov-Smirnov)`,
  ];
}
