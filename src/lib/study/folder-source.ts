import {z} from "zod";
import {fileKinds, sourceNames} from "./source-names.ts";

const dateFormat = z.enum(["YYYY-MM-DD", "YYYYMMDD", "MM/DD/YYYY", "DD/MM/YYYY"]);
const name = z.string().min(1).max(200);

/** What a study says of a file that does not say it itself. */
const fileRule = z.strictObject({
  /** The file's name in the folder; * stands for any characters: "das-*.csv". The first rule that fits a file holds. */
  file: name,
  /** What it is; default: what its content says. */
  as: z.enum([...sourceNames, ...fileKinds]).optional(),
  /** Which column holds what: names of the desk's contract → headers of the file, such as {net: "Result USD"}. Needs `as`. */
  columns: z.record(z.string().min(1).max(64), name).optional(),
  /** Whose file it is, for exports that name no account. */
  account: name.optional(),
  /** Its trading date, for exports whose rows have a time of day alone. */
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as "2025-01-31"')
    .optional(),
  dateFormat: dateFormat.optional(),
});

export const folderSource = z.strictObject({
  kind: z.literal("folder"),
  /** Folder with daily.csv, exports of platforms, and what else there is, relative to the study file. */
  path: z.string().min(1),
  /** How dates are written; needed only where the files leave it open (01/02/2025). */
  dateFormat: dateFormat.optional(),
  files: z
    .array(
      fileRule.refine(
        (rule) => rule.columns === undefined || (fileKinds as readonly string[]).includes(rule.as ?? ""),
        {
          path: ["as"],
          message: `columns are given, so as must say what the rows are: ${fileKinds.map((kind) => `"${kind}"`).join(", ")}`,
        },
      ),
    )
    .max(10_000)
    .optional(),
  /** Account → trader, where a trader has several accounts or another name; other accounts are traders themselves. */
  traders: z.record(name, name).optional(),
  /** The day on which the files were exported, or the last that they report: rows that are later than that are set aside. */
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as "2025-01-31"')
    .optional(),
  /** Until when a day's decisions are taken: predictions made later for that day are not used. "00:00" is the evening before. */
  decideBy: z
    .string()
    .regex(
      /^([01]\d|2[0-3]):[0-5]\d(Z|[+-]\d{2}:\d{2})?$/,
      'a time such as "09:30", or with its offset from UTC "09:30-04:00"',
    )
    .optional(),
});

export type FileRule = z.output<typeof fileRule>;
