/** `score` of the TypeScript kernel: addresses in entries of `f64` and `i32`. */
export function scoreTests(
  f64: Float64Array,
  i32: Int32Array,
  [body, tail, step, scores, width]: readonly [number, number, number, number, number],
  [bins, list, listed]: readonly [number, number, number],
  lambda: number,
  factor: number,
): void {
  const first = i32[list];
  const [allG, allW] = total(f64, body + first * step, i32[bins + first]);
  const [tailAllG, tailAllW] = total(f64, tail + first * step, i32[bins + first]);
  for (let i = 0; i < listed; i++) {
    const f = i32[list + i];
    const last = i32[bins + f] - 1;
    let at = scores + f * width;
    let b = body + f * step;
    let t = tail + f * step;
    let [g, w, tg, tw] = [0, 0, 0, 0];
    for (let k = 0; k < last; k++) {
      g += f64[b];
      w += f64[b + 1];
      tg += f64[t];
      tw += f64[t + 1];
      const no = g / (w + lambda);
      const yes = (allG - g) / (allW - w + lambda);
      f64[at] += factor * (no * tg + yes * (tailAllG - tg));
      f64[at + 1] += factor * (no * no * tw + yes * yes * (tailAllW - tw));
      b += 2;
      t += 2;
      at += 2;
    }
  }
}

function total(f64: Float64Array, histogram: number, bins: number): [g: number, w: number] {
  let [g, w] = [0, 0];
  for (let k = 0; k < bins; k++) {
    g += f64[histogram + 2 * k];
    w += f64[histogram + 2 * k + 1];
  }
  return [g, w];
}
