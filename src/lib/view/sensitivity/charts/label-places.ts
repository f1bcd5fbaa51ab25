/** A point in pixels, with the text that should stand beside it; "" for none. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Where a label stands, seen from its point; null: nowhere. */
export type Side = "right" | "left" | "above" | "below" | null;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels of a letter, of half a line, and between a point and its text. */
const [letter, half, gap] = [6.2, 7, 8];

/**
 * Sides for the labels of points, those first in the list first: on no other label, on no other point, and inside of the frame.
 * A point without room has none: its text is in the tooltip and in the table.
 * @param taken what else is in the frame. All in pixels, y downwards.
 */
export function labelSides(
  points: readonly LabelledPoint[],
  {width, height}: {readonly width: number; readonly height: number},
  taken: readonly Box[] = [],
): Side[] {
  const dots = points.map(({x, y}): Box => ({left: x - 4, right: x + 4, top: y - 4, bottom: y + 4}));
  const labels: Box[] = [...taken];
  return points.map(({x, y, text}, k) => {
    if (text === "") return null;
    const length = letter * text.length;
    const from = {right: x + gap, left: x - gap - length, above: x - length / 2, below: x - length / 2};
    const middle = {right: y, left: y, above: y - gap - half, below: y + gap + half};
    for (const side of ["right", "left", "above", "below"] as const) {
      const box: Box = {
        left: from[side],
        right: from[side] + length,
        top: middle[side] - half,
        bottom: middle[side] + half,
      };
      if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > height) continue;
      if (labels.some((other) => overlap(box, other)) || dots.some((dot, j) => j !== k && overlap(box, dot))) continue;
      labels.push(box);
      return side;
    }
    return null;
  });
}

/** Room that a text takes which ends at x and hangs from y. */
export function hangingBox(text: string, x: number, y: number): Box {
  return {left: x - letter * text.length, right: x, top: y, bottom: y + 2 * half};
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
