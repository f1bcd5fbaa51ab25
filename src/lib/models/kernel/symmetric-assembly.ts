/** The part of the kernel that evaluates symmetric trees, in AssemblyScript: see `countBelow` and `addTrees` in kernel.ts. */
export const symmetricAssembly = `
@inline function below(values: v128, limit: v128, count: v128): v128 {
  return i32x4.sub(count, f32x4.gt(values, limit));
}

export function countBelow(values: usize, rows: i32, limits: usize, count: i32, missing: i32, out: usize): void {
  const none = i32x4.splat(missing);
  for (let i = 0; i < rows; i += 16) {
    const a = v128.load(values);
    const b = v128.load(values, 16);
    const c = v128.load(values, 32);
    const d = v128.load(values, 48);
    let na = v128.and(f32x4.ne(a, a), none);
    let nb = v128.and(f32x4.ne(b, b), none);
    let nc = v128.and(f32x4.ne(c, c), none);
    let nd = v128.and(f32x4.ne(d, d), none);
    for (let k = 0; k < count; k++) {
      const limit = v128.load32_splat(limits + (<usize>k << 2));
      na = below(a, limit, na);
      nb = below(b, limit, nb);
      nc = below(c, limit, nc);
      nd = below(d, limit, nd);
    }
    v128.store(out, i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(na, nb), i16x8.narrow_i32x4_s(nc, nd)));
    values += 64;
    out += 16;
  }
}

@inline function answer(at: usize, above: i32, bit: i32): v128 {
  return v128.and(i8x16.gt_s(v128.load(at), i8x16.splat(<i8>above)), i8x16.splat(<i8>bit));
}

@inline function addTwo(sums: usize, values: usize, first: i32, second: i32): void {
  const pair = f64x2.replace_lane(v128.load64_splat(values + (<usize>first << 3)), 1, load<f64>(values + (<usize>second << 3)));
  v128.store(sums, f64x2.add(v128.load(sums), pair));
}

@inline function addLeaves(sums: usize, values: usize, leaf: v128): void {
  addTwo(sums, values, i8x16.extract_lane_u(leaf, 0), i8x16.extract_lane_u(leaf, 1));
  addTwo(sums + 16, values, i8x16.extract_lane_u(leaf, 2), i8x16.extract_lane_u(leaf, 3));
  addTwo(sums + 32, values, i8x16.extract_lane_u(leaf, 4), i8x16.extract_lane_u(leaf, 5));
  addTwo(sums + 48, values, i8x16.extract_lane_u(leaf, 6), i8x16.extract_lane_u(leaf, 7));
  addTwo(sums + 64, values, i8x16.extract_lane_u(leaf, 8), i8x16.extract_lane_u(leaf, 9));
  addTwo(sums + 80, values, i8x16.extract_lane_u(leaf, 10), i8x16.extract_lane_u(leaf, 11));
  addTwo(sums + 96, values, i8x16.extract_lane_u(leaf, 12), i8x16.extract_lane_u(leaf, 13));
  addTwo(sums + 112, values, i8x16.extract_lane_u(leaf, 14), i8x16.extract_lane_u(leaf, 15));
}

function addDeep(bins: usize, rows: i32, depth: i32, tests: usize, values: usize, sums: usize): void {
  for (let i = 0; i < rows; i++) {
    let leaf: usize = 0;
    for (let d = 0; d < depth; d++) {
      const test = tests + (<usize>d << 3);
      leaf |= <usize>(<i32>load<u8>(bins + load<u32>(test) + i) > load<i32>(test, 4)) << d;
    }
    store<f64>(sums, load<f64>(sums) + load<f64>(values + (leaf << 3)));
    sums += 8;
  }
}

/** The usual depth, with all of the tree's tests at hand. */
function addSix(bins: usize, rows: i32, tests: usize, values: usize, sums: usize): void {
  const a = bins + load<u32>(tests);
  const b = bins + load<u32>(tests, 8);
  const c = bins + load<u32>(tests, 16);
  const d = bins + load<u32>(tests, 24);
  const e = bins + load<u32>(tests, 32);
  const f = bins + load<u32>(tests, 40);
  const ta = load<i32>(tests, 4);
  const tb = load<i32>(tests, 12);
  const tc = load<i32>(tests, 20);
  const td = load<i32>(tests, 28);
  const te = load<i32>(tests, 36);
  const tf = load<i32>(tests, 44);
  for (let i: usize = 0; i < <usize>rows; i += 16) {
    const low = v128.or(v128.or(answer(a + i, ta, 1), answer(b + i, tb, 2)), answer(c + i, tc, 4));
    const high = v128.or(v128.or(answer(d + i, td, 8), answer(e + i, te, 16)), answer(f + i, tf, 32));
    addLeaves(sums + (i << 3), values, v128.or(low, high));
  }
}

export function addTrees(bins: usize, rows: i32, trees: i32, depths: usize, tests: usize, values: usize, sums: usize): void {
  for (let t = 0; t < trees; t++) {
    const depth = load<i32>(depths + (<usize>t << 2));
    if (depth == 6) addSix(bins, rows, tests, values, sums);
    else if (depth > 8) addDeep(bins, rows, depth, tests, values, sums);
    else {
      for (let i: usize = 0; i < <usize>rows; i += 16) {
        let leaf = i8x16.splat(0);
        for (let d = 0; d < depth; d++) {
          const test = tests + (<usize>d << 3);
          leaf = v128.or(leaf, answer(bins + load<u32>(test) + i, load<i32>(test, 4), 1 << d));
        }
        addLeaves(sums + (i << 3), values, leaf);
      }
    }
    tests += <usize>depth << 3;
    values += <usize>8 << depth;
  }
}
`;
