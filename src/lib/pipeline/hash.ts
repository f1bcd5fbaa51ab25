import {createHash} from "node:crypto";
import {canonicalJson} from "./canonical-json.ts";

/** SHA-256 of bytes or of UTF-8 text, as 64 hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a value's compact canonical JSON. @throws TypeError where the value is not JSON. */
export function sha256Json(value: unknown): string {
  return sha256(canonicalJson(value, {indent: 0}));
}
