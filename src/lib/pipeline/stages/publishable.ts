/** Models are published whole up to so many bytes of JSON in all: a page fetches them when a reader asks "what if". */
const publishedBytes = 400_000;

/**
 * Which models are published whole: the primary signal's, whatever its size; then the smallest of the others, as long as they
 * fit into what it leaves of the limit, or into half of it where it leaves less.
 */
export function publishable(
  sizes: readonly {readonly signal: string; readonly bytes: number}[],
  primary: string,
  limit = publishedBytes,
): ReadonlySet<string> {
  const first = sizes.find(({signal}) => signal === primary);
  const others = sizes.filter(({signal}) => signal !== primary);
  others.sort((a, b) => a.bytes - b.bytes || (a.signal < b.signal ? -1 : 1));
  const whole = new Set(first === undefined ? [] : [primary]);
  let room = Math.max(limit / 2, limit - (first?.bytes ?? 0));
  for (const {signal, bytes} of others) {
    room -= bytes;
    if (room < 0) break;
    whole.add(signal);
  }
  return whole;
}
