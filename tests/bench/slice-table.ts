import {stream, table} from "../../src/lib/numeric/index.ts";
import {encodeTable} from "../../src/lib/pipeline/index.ts";
import {publishedTable} from "../../src/lib/view/slice/published.ts";

/** A published table with that many traders, days and models: the schema of the site's own, values drawn at random. */
export function largeSlice(models: readonly string[], traders: number, days: number): Uint8Array {
  const random = stream(1, "slice bench");
  const rows = models.length * traders * days;
  const signal: string[] = [];
  const [trader, day, fold] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const [value, multiplier, net] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  let i = 0;
  for (const model of models)
    for (let a = 0; a < traders; a++)
      for (let d = 0; d < days; d++, i++) {
        signal.push(model);
        trader[i] = a;
        day[i] = d;
        fold[i] = Math.floor(d / 21);
        value[i] = random.normal();
        multiplier[i] = value[i] < -1.5 ? 0 : value[i] < -1 ? 0.5 : 1;
        net[i] = random.uniform() < 0.1 ? 0 : 1000 * random.normal() + 10;
      }
  const accounts = Array.from({length: traders}, (_, a) => `T${String(a + 1).padStart(3, "0")}`);
  return encodeTable(
    publishedTable(table({signal, trader, day, fold, value, multiplier, net}), {accounts, days: weekdaysFrom(days)}),
    {simulated: true, description: "random rows for a bench"},
  );
}

/** That many dates from Monday 2 January 2006 on, Mondays to Fridays. */
function weekdaysFrom(count: number): string[] {
  const monday = Date.UTC(2006, 0, 2);
  return Array.from({length: count}, (_, k) =>
    new Date(monday + (7 * Math.floor(k / 5) + (k % 5)) * 86_400_000).toISOString().slice(0, 10),
  );
}
