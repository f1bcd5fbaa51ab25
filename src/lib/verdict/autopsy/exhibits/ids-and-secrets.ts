import {type Random, stream} from "../../../numeric/index.ts";
import {findSecrets} from "../../source-rules/index.ts";
import {type ExhibitDesk, exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf} from "../figures.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";

/** An old script, as it was shared: what it connects with, and the traders that it looks at. Made up anew for each desk. */
export function sharedScript({desk}: Pick<ExhibitDesk, "desk">): {text: string; credentials: number; ids: number} {
  const random = stream(1, "autopsy", "ids-and-secrets");
  const drawn = (length: number, letters: string) =>
    Array.from({length}, () => letters[random.integer(letters.length)]).join("");
  const [upper, lower] = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "abcdefghijkmnpqrstuvwxyz23456789"];
  const ids = someOf(desk.accounts, 4, random);
  const lines = [
    `engine = connect("mysql://risk:${drawn(12, lower)}@db.desk.internal/desk")`,
    `DB_PASSWORD = "${drawn(14, lower)}"`,
    `client = storage("AKIA${drawn(16, upper)}")`,
    `REPORT_TOKEN = "ghp_${drawn(36, lower)}"`,
    `TRADERS = [${ids.map((name) => `"${name}"`).join(", ")}]`,
    'report(engine, TRADERS, out="impact.html")',
  ];
  return {text: lines.join("\n"), credentials: 4, ids: ids.length};
}

function someOf(names: readonly string[], count: number, random: Random): string[] {
  const left = [...names];
  return Array.from({length: count}, () => left.splice(random.integer(left.length), 1)[0]);
}

const id = "ids-and-secrets";

/** Ids and credentials in a script, against a scan of every source. */
export async function idsAndSecretsExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 17, traders: 12, days: 40}, ["net_lag1"]);
  const script = sharedScript(made);
  const found = findSecrets(script.text, made.desk.accounts);
  const ids = found.filter(({kind}) => kind === "account id").length;
  const figure = figuresOf(id);
  const lines = script.text.split("\n").length;
  const count = (
    name: "old.lines" | "truth.credentials" | "truth.ids" | "proofbook.credentials" | "proofbook.ids",
    label: string,
    value: number,
    method: string,
    note?: string,
  ) =>
    figure(name, {n: lines, of: "lines", label, value, unit: "count", method, ...(note === undefined ? {} : {note})});
  const planted = "Counted while the script was made up.";
  const scan = "The scan that every source of this project goes through.";
  const told = found.map(({line, kind}) => `line ${line}: ${kind}`).join("; ");
  const figures = {
    lines: count("old.lines", "Lines of the old script", lines, "The script as it was shared: nothing warned of it."),
    credentials: count("truth.credentials", "Credentials in it", script.credentials, planted),
    ids: count("truth.ids", "Ids of traders in it", script.ids, planted),
    foundCredentials: count("proofbook.credentials", "Credentials found", found.length - ids, scan, told),
    foundIds: count("proofbook.ids", "Ids of traders found", ids, scan, told),
  };
  return {
    id,
    title: "Ids and passwords in the code",
    failure: "Ids of traders and the password of the database stood in the scripts, and went wherever these went.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“Attached is the script, ${figures.lines} lines, so that you can run it yourself.”`,
    truth: say`In it: ${figures.credentials} credentials and ${figures.ids} ids of traders.`,
    proofbook: say`The scan finds ${figures.foundCredentials} credentials and ${figures.foundIds} ids, names the lines, and stops the check.`,
    impossible: {
      words:
        "Every source is scanned for credentials, and pages and studies for ids of the desk’s accounts. A study names a folder, never a database with its password.",
      page: "./reproduce",
      test: "tests/publish/check-secrets.test.ts",
    },
  };
}
