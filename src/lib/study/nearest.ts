/** The known name that `key` was most likely meant to be, by edit distance (Levenshtein 1966); undefined if none is close. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({name, distance: editDistance(key.toLowerCase(), name.toLowerCase())}));
  ranked.sort((a, b) => a.distance - b.distance);
  return ranked.length > 0 && ranked[0].distance <= Math.max(2, key.length / 3) ? ranked[0].name : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
