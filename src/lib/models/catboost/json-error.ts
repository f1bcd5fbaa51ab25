/** A file of a model that cannot be read: says what is wrong with it. */
export const invalid = (what: string) => new RangeError(`invalid CatBoost model; ${what}`);
