import {stream} from "../numeric/index.ts";

const LONGEST = 64;
const RESERVED = new Set(["index", "404"]);

/**
 * The name of an account in URLs and file names. A plain name (letters, digits, `_`, `-`; at most 64 of them) is its own
 * slug. Any other becomes a readable prefix, `~` and 64 bits of hash: `../../x` → `x~…`. No plain name contains `~`, so the
 * two kinds cannot meet. Browser-safe, so that pages and loaders agree.
 */
export function accountSlug(account: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(account) && account.length <= LONGEST && !RESERVED.has(account.toLowerCase()))
    return account;
  const prefix = account
    .replace(/[^A-Za-z0-9_]+/g, "-")
    .slice(0, 24)
    .replace(/^-+|-+$/g, "");
  const random = stream(0, "slug", account);
  const hex = () => random.uint32().toString(16).padStart(8, "0");
  return `${prefix === "" ? "account" : prefix}~${hex()}${hex()}`;
}

/**
 * The slugs of a desk's accounts, in their order.
 * @throws RangeError if two accounts share a slug: their pages would overwrite each other.
 */
export function slugs(accounts: readonly string[]): string[] {
  const accountOf = new Map<string, string>();
  return accounts.map((account) => {
    const slug = accountSlug(account);
    const other = accountOf.get(slug);
    if (other !== undefined)
      throw new RangeError(
        `accounts ${JSON.stringify(other)} and ${JSON.stringify(account)} share the address ${slug}; rename one`,
      );
    accountOf.set(slug, account);
    return slug;
  });
}
