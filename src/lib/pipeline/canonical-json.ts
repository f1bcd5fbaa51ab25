/**
 * Canonical JSON: one text for one value. Object keys are sorted by code point at every level (JavaScript would move
 * integer-like keys to the front), −0 is written 0, properties that are undefined are left out, and the text ends with
 * a newline. Typed arrays are written as arrays; an object with `toJSON` is replaced by its result.
 *
 * @param indent 2 (default) for readers, 0 for one compact line.
 * @throws TypeError naming the JSON path of a value that JSON cannot hold: NaN, an infinity, undefined in an array, a
 *   function, a symbol, a bigint, a Map or Set, or a cycle.
 */
export function canonicalJson(value: unknown, {indent = 2}: {indent?: 0 | 2} = {}): string {
  const out: string[] = [];
  const open = new Set<object>();
  write(value, [], "\n");
  out.push("\n");
  return out.join("");

  function write(given: unknown, path: readonly (string | number)[], newline: string): void {
    const v = unwrap(given);
    if (v === null || typeof v === "boolean" || typeof v === "string") out.push(JSON.stringify(v));
    else if (typeof v === "number") {
      if (!Number.isFinite(v)) throw problem(path, `${v} is not a JSON number; write null and say why in a note`);
      out.push(JSON.stringify(v === 0 ? 0 : v));
    } else if (typeof v !== "object") throw problem(path, `${describe(v)} cannot be written as JSON`);
    else if (v instanceof Map || v instanceof Set)
      throw problem(path, `a ${v.constructor.name} cannot be written as JSON; make it an object or an array`);
    else {
      if (open.has(v)) throw problem(path, "the value contains itself");
      open.add(v);
      if (Array.isArray(v) || isTypedArray(v)) writeArray(v as ArrayLike<unknown>, path, newline);
      else writeObject(v as Record<string, unknown>, path, newline);
      open.delete(v);
    }
  }

  function writeArray(items: ArrayLike<unknown>, path: readonly (string | number)[], newline: string): void {
    const inner = indent === 0 ? "" : `${newline}  `;
    out.push("[");
    for (let i = 0; i < items.length; i++) {
      out.push(i === 0 ? inner : `,${inner}`);
      write(items[i], [...path, i], inner);
    }
    out.push(items.length > 0 && indent !== 0 ? `${newline}]` : "]");
  }

  function writeObject(object: Record<string, unknown>, path: readonly (string | number)[], newline: string): void {
    const inner = indent === 0 ? "" : `${newline}  `;
    const keys = Object.keys(object)
      .filter((key) => object[key] !== undefined)
      .sort(byCodePoint);
    out.push("{");
    keys.forEach((key, k) => {
      out.push(k === 0 ? inner : `,${inner}`, JSON.stringify(key), indent === 0 ? ":" : ": ");
      write(object[key], [...path, key], inner);
    });
    out.push(keys.length > 0 && indent !== 0 ? `${newline}}` : "}");
  }
}

/**
 * Parses JSON text.
 * @param what Names the text in the error: "run.json".
 * @throws SyntaxError saying what could not be read, and why.
 */
export function parseJson<T>(text: string, what: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new SyntaxError(`${what} is not JSON: ${(error as Error).message}`);
  }
}

/** Orders strings the same way on every machine; never by locale. */
export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unwrap(value: unknown): unknown {
  const toJSON = (value as {toJSON?: unknown} | null | undefined)?.toJSON;
  return typeof toJSON === "function" ? toJSON.call(value) : value;
}

function isTypedArray(value: object): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function problem(path: readonly (string | number)[], what: string): TypeError {
  const where = path
    .map((step) =>
      typeof step === "number"
        ? `[${step}]`
        : /^[A-Za-z_][\w-]*$/.test(step)
          ? `.${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join("");
  return new TypeError(`$${where}: ${what}`);
}

function describe(value: unknown): string {
  return value === undefined ? "undefined" : typeof value === "bigint" ? `the bigint ${value}` : `a ${typeof value}`;
}
