import {expect, it} from "vitest";
import {dieboldMariano, skillPower} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

/** A day's gain: fat tails (Student's t with 5 degrees of freedom), autocorrelation 0.2, mean `gain`. */
function gains(days: number, gain: number, seed: number): Float64Array {
  const random = stream(seed, "gains");
  const fat = () => {
    let square = 0;
    const z = random.normal();
    for (let k = 0; k < 5; k++) square += random.normal() ** 2;
    return z / Math.sqrt(square / 5);
  };
  let state = fat();
  return Float64Array.from({length: days}, () => {
    state = 0.2 * state + fat();
    return gain + state;
  });
}

it("the days that it asks for give at least the power that it promises, on new days", () => {
  const gain = 0.2;
  const pilots = 600;
  let [seen, plain] = [0, 0];
  const shows = (days: number, seed: number) => {
    const fresh = gains(days, gain, seed);
    const horizon = 1 + Math.floor(Math.cbrt(days));
    return dieboldMariano(fresh, {horizon, variance: "bartlett"})!.interval[0] > 0;
  };
  for (let k = 0; k < pilots; k++) {
    // the true gain, so that only the spread is estimated
    const short = gains(100, 0, k);
    const mean = short.reduce((s, v) => s + v, 0) / 100;
    const found = skillPower(short.map((v) => v - mean + gain))!;
    if (shows(found.daysNeeded!, 10_000 + k)) seen++;
    if (shows(Math.ceil(found.daysNeeded! / found.margin ** 2), 10_000 + k)) plain++;
  }
  const error = Math.sqrt(0.16 / pilots);
  expect(seen / pilots).toBeGreaterThan(0.8 - error);
  expect(seen / pilots).toBeLessThan(0.87 + 3 * error);
  // and it needs its margin
  expect(plain / pilots).toBeLessThan(0.8 - error);
});
