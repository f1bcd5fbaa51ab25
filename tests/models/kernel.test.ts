import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {assembly} from "../../src/lib/models/kernel/assembly.ts";
import {compileKernel} from "../../src/lib/models/kernel/compile.ts";
import {type Kernel, kernelKind, pairBytes, scanned, withKernel} from "../../src/lib/models/kernel/index.ts";
import {compiledModule} from "../../src/lib/models/kernel/load.ts";
import {selfCheck} from "../../src/lib/models/kernel/self-check.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import {wasmKernel} from "../../src/lib/models/kernel/wasm.ts";
import {type Random, stream} from "../../src/lib/numeric/index.ts";

/** A case of random size, in a memory of its own layout. */
interface Case {
  readonly rows: number;
  readonly features: number;
  readonly bins: number;
  readonly wide: 0 | 1;
  readonly seed: number;
}

const cases: readonly Case[] = [
  {rows: 1, features: 1, bins: 2, wide: 0, seed: 1},
  {rows: 300, features: 7, bins: 255, wide: 0, seed: 2},
  {rows: 301, features: 13, bins: 16, wide: 0, seed: 3},
  {rows: 2000, features: 40, bins: 200, wide: 0, seed: 4},
  {rows: 500, features: 5, bins: 700, wide: 1, seed: 5},
];

/** Where things lie, and their views. */
function lay(kernel: Kernel, {rows, features, bins, wide}: Case) {
  const stride = (bins + 1) * pairBytes;
  let end = 0;
  const take = (bytes: number) => {
    const at = end;
    end = Math.ceil((end + bytes) / 64) * 64;
    return at;
  };
  const at = {
    bins: take((rows * features) << wide),
    column: take(rows << wide),
    table: take(bins + 1),
    pairs: take(rows * pairBytes),
    rows: take(4 * rows),
    scratch: take(4 * rows),
    list: take(4 * features),
    counts: take(4 * features),
    whole: take(stride * features),
    part: take(stride * features),
    out: take(8 * scanned * features),
  };
  const buffer = kernel.reserve(end);
  new Uint8Array(buffer, 0, end).fill(0);
  const cells = (start: number, length: number) =>
    wide === 1 ? new Uint16Array(buffer, start, length) : new Uint8Array(buffer, start, length);
  return {
    ...at,
    end,
    stride,
    buffer,
    binView: cells(at.bins, rows * features),
    columnView: cells(at.column, rows),
    tableView: new Uint8Array(buffer, at.table, bins + 1),
    pairView: new Float64Array(buffer, at.pairs, 2 * rows),
    rowView: new Int32Array(buffer, at.rows, rows),
    listView: new Int32Array(buffer, at.list, features),
    countView: new Int32Array(buffer, at.counts, features),
    wholeView: new Float64Array(buffer, at.whole, (stride * features) >> 3),
    partView: new Float64Array(buffer, at.part, (stride * features) >> 3),
    outView: new Float64Array(buffer, at.out, scanned * features),
  };
}

/** Runs every function once; returns the whole memory. */
function runCase(kernel: Kernel, given: Case): {memory: ReturnType<typeof lay>; left: number; sums: [number, number]} {
  const {rows, features, bins, wide, seed} = given;
  const random: Random = stream(seed, "kernel");
  const m = lay(kernel, given);
  for (let i = 0; i < m.binView.length; i++) m.binView[i] = random.uniform() < 0.1 ? bins : random.integer(bins);
  for (let r = 0; r < rows; r++) {
    m.columnView[r] = m.binView[r * features + (features >> 1)];
    m.pairView[2 * r] = Math.round(random.normal() * 2 ** 0.5 * 1e12);
    m.pairView[2 * r + 1] = random.integer(1e9);
    m.rowView[r] = r;
  }
  for (let b = 0; b <= bins; b++) m.tableView[b] = random.integer(2);
  m.listView.set(Int32Array.from({length: features}, (_, j) => j));
  m.countView.fill(bins);
  kernel.accumulate(m.bins, wide, features, m.pairs, m.rows, rows, m.whole, m.stride);
  const left = kernel.partition(m.column, wide, m.table, m.rows, rows, m.scratch);
  const listed = Math.ceil(features / 2);
  kernel.accumulateListed(m.bins, wide, features, m.pairs, m.rows, left, m.part, m.stride, m.list, listed);
  kernel.subtract(m.whole, m.part, features * (bins + 1));
  const sums: [number, number] = [0, 0];
  for (let b = 0; b <= bins; b++) {
    sums[0] += m.wholeView[2 * b];
    sums[1] += m.wholeView[2 * b + 1];
  }
  kernel.scan(m.whole, m.stride, m.counts, m.list, 1, sums[0], sums[1], 1e9, 2e9, m.out);
  return {memory: m, left, sums};
}

describe("the two kernels", () => {
  it("the compiled one is what fits use here", () => {
    expect(kernelKind).toBe("wasm");
    expect(withKernel((kernel) => kernel.kind)).toBe("wasm");
    expect(selfCheck(wasmKernel(compileKernel(assembly)))).toBe(true);
  });

  for (const given of cases)
    it(`give the same bits: ${given.rows} × ${given.features}, ${given.bins} bins of ${given.wide + 1} bytes`, () => {
      const compiled = runCase(wasmKernel(compileKernel(assembly)), given);
      const plain = runCase(typescriptKernel(), given);
      expect(compiled.left).toBe(plain.left);
      const bytes = (m: {buffer: ArrayBuffer; end: number}) => Buffer.from(m.buffer, 0, m.end);
      expect(bytes(compiled.memory).equals(bytes(plain.memory))).toBe(true);
    });

  it("are right: sums, partition and scan of a literal count", () => {
    for (const kernel of [typescriptKernel(), wasmKernel(compileKernel(assembly))]) {
      const given = cases[1];
      const {rows, features, bins} = given;
      const {memory: m, left, sums} = runCase(kernel, given);
      const goes = (r: number) => m.tableView[m.columnView[r]] === 1;
      const all = Array.from({length: rows}, (_, r) => r);
      expect([...m.rowView]).toEqual([...all.filter(goes), ...all.filter((r) => !goes(r))]);
      expect(left).toBe(all.filter(goes).length);
      const listed = Math.ceil(features / 2);
      for (let f = 0; f < features; f++)
        for (let b = 0; b <= bins; b++) {
          const inBin = all.filter((r) => m.binView[r * features + f] === b);
          const kept = f < listed ? inBin.filter((r) => !goes(r)) : inBin;
          const at = f * 2 * (bins + 1) + 2 * b;
          expect(m.wholeView[at]).toBe(kept.reduce((sum, r) => sum + m.pairView[2 * r], 0));
          expect(m.wholeView[at + 1]).toBe(kept.reduce((sum, r) => sum + m.pairView[2 * r + 1], 0));
        }
      const cell = (b: number): [number, number] => [m.wholeView[2 * b], m.wholeView[2 * b + 1]];
      const best = (start: [number, number]) => {
        let [g, h] = start;
        let score = -1;
        for (let b = start[1] > 0 ? -1 : 0; b < bins; b++) {
          if (b >= 0) [g, h] = [g + cell(b)[0], h + cell(b)[1]];
          const [otherG, otherH] = [sums[0] - g, sums[1] - h];
          if (h >= 2e9 && otherH >= 2e9) score = Math.max(score, g ** 2 / (h + 1e9) + otherG ** 2 / (otherH + 1e9));
        }
        return score;
      };
      expect(m.outView[0] / best([0, 0])).toBeCloseTo(1, 12);
      expect(m.outView[1] / best(cell(bins))).toBeCloseTo(1, 12);
    }
  });

  it("finds no split where a side has too little, or there is one bin", () => {
    for (const kernel of [typescriptKernel(), wasmKernel(compileKernel(assembly))]) {
      const m = lay(kernel, {rows: 1, features: 1, bins: 3, wide: 0, seed: 0});
      m.countView[0] = 3;
      m.wholeView.set([5, 10, 0, 0, -5, 3, 0, 0]);
      const scan = (minimum: number) => {
        kernel.scan(m.whole, m.stride, m.counts, m.list, 1, 0, 13, 0, minimum, m.out);
        return [...m.outView];
      };
      expect(scan(3)).toEqual([25 / 10 + 25 / 3, -1]);
      expect(scan(4)).toEqual([-1, -1]);
      m.countView[0] = 1;
      m.wholeView.set([5, 10, 0, 0]);
      kernel.scan(m.whole, m.stride, m.counts, m.list, 1, 5, 10, 0, 1, m.out);
      expect([...m.outView]).toEqual([-1, -1]);
    }
  });

  it("a kernel that adds wrongly does not pass the check", () => {
    const plain = typescriptKernel();
    const wrong: Kernel = {
      ...plain,
      accumulate: (bins, wide, features, pairs, rows, count, histogram, stride) =>
        plain.accumulate(bins, wide, features, pairs, rows, count - 1, histogram, stride),
    };
    expect(selfCheck(plain)).toBe(true);
    expect(selfCheck(wrong)).toBe(false);
  });

  it("memory grows and is kept, up to what 32 bits address", () => {
    for (const kernel of [typescriptKernel(), wasmKernel(compileKernel(assembly))]) {
      new Uint8Array(kernel.reserve(100))[7] = 42;
      expect(kernel.reserve(1_000_000).byteLength).toBeGreaterThanOrEqual(1_000_000);
      expect(kernel.reserve(10).byteLength).toBeGreaterThanOrEqual(1_000_000);
    }
    expect(() => wasmKernel(compileKernel(assembly)).reserve(2 ** 2 * 2 ** 2 * 2 ** 2 * 1e9)).toThrow(/at most 4 GB/);
  });

  it("a use within a use has a kernel of its own, and kernels are used again", () => {
    const [outer, inner] = withKernel((a) => withKernel((b) => [a, b]));
    expect(outer).not.toBe(inner);
    expect([outer, inner]).toContain(withKernel((kernel) => kernel));
    const own = typescriptKernel();
    expect(withKernel((kernel) => kernel, own)).toBe(own);
    expect(() =>
      withKernel(() => {
        throw new Error("within");
      }),
    ).toThrow("within");
  });
});

describe("compiling", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "proofbook-kernel-"));
  });
  afterAll(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, {recursive: true, force: true});
  });
  const source = "export function twice(x: i32): i32 { return 2 * x; }";
  const run = (module: WebAssembly.Module) =>
    (
      new WebAssembly.Instance(module, {env: {memory: new WebAssembly.Memory({initial: 1})}}).exports as {
        twice(x: number): number;
      }
    ).twice(21);

  it("keeps what it compiles, and compiles again what has gone bad", () => {
    const cache = pathToFileURL(join(folder, "cache", "deep", "/"));
    expect(run(compileKernel(source, cache))).toBe(42);
    const files = readdirSync(cache);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^kernel-[0-9a-f]{64}\.wasm$/);
    const file = new URL(files[0], cache);
    const good = readFileSync(file);
    expect(run(compileKernel(source, cache))).toBe(42);
    writeFileSync(file, good.subarray(0, good.length - 5));
    expect(run(compileKernel(source, cache))).toBe(42);
    expect(readFileSync(file).equals(good)).toBe(true);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it("does without a cache that it cannot write to", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "in the way");
    expect(run(compileKernel(source, pathToFileURL(join(file, "/"))))).toBe(42);
  });

  it("says what does not compile", () => {
    expect(() =>
      compileKernel("export function f(): i32 { return missing; }", pathToFileURL(join(folder, "/"))),
    ).toThrow(/missing/);
    expect(readdirSync(folder).filter((name) => name.endsWith(".wasm"))).toEqual([]);
  });

  it("there is none outside Node", async () => {
    expect(await compiledModule({})).toBeNull();
    expect(await compiledModule({process: {versions: {}}})).toBeNull();
    expect(await compiledModule()).not.toBeNull();
  });
});
