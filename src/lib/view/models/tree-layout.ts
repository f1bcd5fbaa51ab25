import type {TreeReport} from "../../evaluate/model-report/form-types.ts";

/** Where each node of a tree is drawn: x from 0 to 1, depth from 0. */
export interface TreeLayout {
  readonly x: Float64Array;
  readonly depth: Int32Array;
  readonly parent: Int32Array;
  readonly deepest: number;
  readonly leaves: number;
}

/** Leaves side by side in order, a parent in the middle of its children. A child's index is above its parent's. */
export function treeLayout({left, right}: Pick<TreeReport, "left" | "right">): TreeLayout {
  const n = left.length;
  const depth = new Int32Array(n);
  const parent = new Int32Array(n).fill(-1);
  for (let node = 0; node < n; node++) {
    if (left[node] < 0) continue;
    for (const child of [left[node], right[node]]) {
      depth[child] = depth[node] + 1;
      parent[child] = node;
    }
  }
  const order: number[] = []; // leaves from left to right
  const stack = [0];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (left[node] < 0) order.push(node);
    else stack.push(right[node], left[node]);
  }
  const x = new Float64Array(n);
  order.forEach((leaf, k) => {
    x[leaf] = (k + 0.5) / order.length;
  });
  for (let node = n - 1; node >= 0; node--) if (left[node] >= 0) x[node] = (x[left[node]] + x[right[node]]) / 2;
  return {x, depth, parent, deepest: depth.reduce((m, d) => Math.max(m, d), 0), leaves: order.length};
}
