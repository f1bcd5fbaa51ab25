/** The part of the kernel that scores symmetric trees' tests, in AssemblyScript: see `score` in kernel.ts. */
export const scoreAssembly = `
@inline function total(histogram: usize, bins: i32): v128 {
  let sum = f64x2.splat(0);
  for (let k = 0; k < bins; k++) {
    sum = f64x2.add(sum, v128.load(histogram));
    histogram += 16;
  }
  return sum;
}

/** What the two sides of a cut add to a test's score: means of one histogram's sides on the sums of the other's. */
@inline function addTest(at: usize, left: v128, all: v128, tailLeft: v128, tailAll: v128, lambda: v128, factor: v128): void {
  const right = f64x2.sub(all, left);
  const g = v128.shuffle<f64>(left, right, 0, 2);
  const w = v128.shuffle<f64>(left, right, 1, 3);
  const mean = f64x2.div(g, f64x2.add(w, lambda));
  const tailRight = f64x2.sub(tailAll, tailLeft);
  const numerators = f64x2.mul(mean, v128.shuffle<f64>(tailLeft, tailRight, 0, 2));
  const denominators = f64x2.mul(f64x2.mul(mean, mean), v128.shuffle<f64>(tailLeft, tailRight, 1, 3));
  const no = v128.shuffle<f64>(numerators, denominators, 0, 2);
  const yes = v128.shuffle<f64>(numerators, denominators, 1, 3);
  v128.store(at, f64x2.add(v128.load(at), f64x2.mul(factor, f64x2.add(no, yes))));
}

export function score(body: usize, tail: usize, step: usize, bins: usize, list: usize, listed: i32, lambda: f64, factor: f64, scores: usize, width: usize): void {
  const first: usize = load<u32>(list);
  const count = load<i32>(bins + (first << 2));
  const all = total(body + first * step, count);
  const tailAll = total(tail + first * step, count);
  const lambdas = f64x2.splat(lambda);
  const factors = f64x2.splat(factor);
  for (let i = 0; i < listed; i++) {
    const f: usize = load<u32>(list + (<usize>i << 2));
    const last = load<i32>(bins + (f << 2)) - 1;
    let at = scores + f * width;
    let b = body + f * step;
    let left = f64x2.splat(0);
    if (body == tail) {
      for (let k = 0; k < last; k++) {
        left = f64x2.add(left, v128.load(b));
        addTest(at, left, all, left, all, lambdas, factors);
        b += 16;
        at += 16;
      }
    } else {
      let t = tail + f * step;
      let tailLeft = f64x2.splat(0);
      for (let k = 0; k < last; k++) {
        left = f64x2.add(left, v128.load(b));
        tailLeft = f64x2.add(tailLeft, v128.load(t));
        addTest(at, left, all, tailLeft, tailAll, lambdas, factors);
        b += 16;
        t += 16;
        at += 16;
      }
    }
  }
}
`;
