/** Constraints by feature name. */
export interface FeatureConstraints {
  /** Feature → 1: predictions may not fall in it; −1: not rise. */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
  /** Sets of features that may be on one way from root to leaf; a feature in no set interacts with none. */
  readonly interactions?: readonly (readonly string[])[];
}

const name = "[A-Za-z_][A-Za-z0-9_]*";
const monotoneItem = new RegExp(`^(${name}) *: *([+-]?1)$`);
const featureName = new RegExp(`^${name}$`);

/** What `monotone` says in a study: "net_lag1: 1, net_sd_20: -1". Empty: nothing. @throws RangeError for another form. */
export function readMonotone(text: string): Record<string, 1 | -1> {
  const items = partsOf(text, ",").map((item) => {
    const found = monotoneItem.exec(item);
    if (found === null) throw new RangeError(`not a feature and 1 or -1, as in "net_lag1: 1": "${item}"`);
    return [found[1], found[2] === "-1" ? -1 : 1] as const;
  });
  refuseTwice(items.map(([feature]) => feature));
  return Object.fromEntries(items);
}

/** What `interactions` says in a study: sets of features, "net_lag1, net_sd_20; monday, friday". Empty: none. @throws RangeError for another form. */
export function readInteractions(text: string): string[][] {
  return partsOf(text, ";").map((set) => {
    const features = partsOf(set, ",");
    const wrong = features.find((feature) => !featureName.test(feature));
    if (wrong !== undefined) throw new RangeError(`not the name of a feature: "${wrong}"`);
    refuseTwice(features);
    return features;
  });
}

/** The constraints on features that are there: what selection has dropped constrains nothing. */
export function constraintsOn(names: readonly string[], monotone: string, interactions: string): FeatureConstraints {
  const there = new Set(names);
  const directions = Object.entries(readMonotone(monotone)).filter(([feature]) => there.has(feature));
  const sets = readInteractions(interactions);
  return {
    ...(directions.length > 0 && {monotone: Object.fromEntries(directions)}),
    ...(sets.length > 0 && {interactions: sets.map((set) => set.filter((feature) => there.has(feature)))}),
  };
}

/** Why a text is no constraint; null: it is one. */
export function problemOf(read: (text: string) => unknown): (text: string) => string | null {
  return (text) => {
    try {
      read(text);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
}

const partsOf = (text: string, separator: string) =>
  text.trim() === "" ? [] : text.split(separator).map((part) => part.trim());

function refuseTwice(features: readonly string[]): void {
  const twice = features.find((feature, k) => features.indexOf(feature) !== k);
  if (twice !== undefined) throw new RangeError(`"${twice}" is named twice`);
}
