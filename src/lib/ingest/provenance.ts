import {z} from "zod";
import {IngestError, shown} from "./error.ts";
import type {NamedText} from "./source.ts";

const schema = z.strictObject({
  simulated: z.boolean(),
  description: z.string().min(1).max(300).optional(),
});

/** What a folder says of its own rows. */
export type Provenance = z.output<typeof schema>;

/**
 * Reads provenance.json: `{"simulated": true, "description": "…"}`. It can mark rows as simulated; `simulated: false`
 * takes nothing back that the rows themselves say.
 * @throws IngestError if it is not that.
 */
export function readProvenance(source: Pick<NamedText, "name" | "text">): Provenance {
  const fix = 'write {"simulated": true, "description": "how the rows were made"}, or remove the file';
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    throw new IngestError(source.name, {what: "is not JSON", found: shown(source.text), fix});
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const what = result.error.issues
      .map((issue) => `${issue.path.join(".") || "the whole"}: ${issue.message}`)
      .join("; ");
    throw new IngestError(source.name, {what, found: shown(source.text), fix});
  }
  return result.data;
}
