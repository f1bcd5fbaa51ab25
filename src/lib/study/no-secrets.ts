/** scheme://user:password@… : also where the password holds characters that should have been encoded. */
const WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:\S*@/i;
/** The same of a database, wherever it stands. */
const DATABASE_WITH_PASSWORD = /(postgres(ql)?|mysql|mariadb):\/\/[^/\s:@]*:\S*@/i;
/** A connection URL, with or without a password, where the name of a variable is expected. */
const CONNECTION_URL = /^\s*(postgres(ql)?|mysql|mariadb):/i;

/**
 * Where a study holds what must never stand in a file: "source.url.env", …. Says the place only, never the value.
 * @param input a study as written.
 */
export function secretPlaces(input: unknown): string[] {
  const places: string[] = [];
  const visit = (value: unknown, path: readonly string[], seen: readonly unknown[]) => {
    if (typeof value === "string") {
      const isUrl = path[0] === "source" && path[1] === "url" && CONNECTION_URL.test(value);
      const secret = path[0] === "source" ? WITH_PASSWORD : DATABASE_WITH_PASSWORD;
      if (isUrl || secret.test(value)) places.push(path.join("."));
    } else if (value !== null && typeof value === "object" && !seen.includes(value)) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key], [...seen, value]);
    }
  };
  visit(input, [], []);
  return places;
}
