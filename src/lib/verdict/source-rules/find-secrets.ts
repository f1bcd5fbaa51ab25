/** Something that no file of a project may hold: a credential, or the id of an account. */
export interface Secret {
  /** 1-based. */
  readonly line: number;
  readonly kind: string;
  /** Its first characters only: a report of a secret must not publish it once more. */
  readonly begins: string;
}

/** Formats that are credentials wherever they stand. `value` is the group that holds the secret. */
const FORMATS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["private key", /(?<value>-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----)/g],
  // But not of a host that is nobody's: those that end in what RFC 2606 sets apart for examples, and the word itself.
  [
    "address with a password",
    /\b[a-z][a-z\d+.-]*:\/\/[^\s:/@"'`${}]+:(?<value>[^\s@"'`/${}]{3,})@(?!…|(?:host|(?:[\w-]+\.)*(?:example(?:\.(?:com|net|org))?|test|invalid))(?![\w-]|\.[\w-]))/gi,
  ],
  ["access key", /\b(?<value>(?:AKIA|ASIA)[A-Z\d]{16})\b/g],
  ["access token", /\b(?<value>(?:gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|sk_live_|npm_)[A-Za-z\d_-]{16,})/g],
  ["signed token", /\b(?<value>eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/g],
  [
    "password or key in the code",
    /\b\w*(?:password|passwd|pwd|secret|api_?key|access_?key|auth_?token)\w*["']?\s*[:=]\s*["'`](?<value>[^\s"'`${}<>]{6,})["'`]/gi,
  ],
];

/**
 * Credentials in a text, by their formats, and the given account ids, as whole words; in order of lines.
 * @param accounts ids that must not stand in it. Default: none are looked for.
 */
export function findSecrets(text: string, accounts: readonly string[] = []): Secret[] {
  const found: (Secret & {readonly index: number})[] = [];
  const taken = new Uint8Array(text.length);
  const report = (kind: string, index: number, value: string) => {
    if (taken.subarray(index, index + value.length).includes(1)) return;
    taken.fill(1, index, index + value.length);
    const shown = Math.min(4, Math.floor(value.length / 3));
    found.push({index, line: text.slice(0, index).split("\n").length, kind, begins: `${value.slice(0, shown)}…`});
  };
  for (const [kind, pattern] of FORMATS)
    for (const match of text.matchAll(pattern)) {
      const {value} = match.groups as {readonly value: string};
      report(kind, match.index + match[0].lastIndexOf(value), value);
    }
  for (const account of accounts) {
    if (account === "") continue;
    const word = new RegExp(`(?<![\\w-])${account.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");
    for (const match of text.matchAll(word)) report("account id", match.index, account);
  }
  return found.sort((a, b) => a.index - b.index).map(({line, kind, begins}) => ({line, kind, begins}));
}
