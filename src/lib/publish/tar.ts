/** A file in an archive. */
export interface TarEntry {
  /** Relative, with forward slashes; at most 100 bytes, or 255 with a "/" in the right place. */
  readonly path: string;
  readonly text: string;
}

const BLOCK = 512;

/**
 * A tar archive (POSIX.1-1988 ustar) of text files, in the order given. The same entries give the same bytes: no time,
 * no owner, mode 0644.
 * @throws RangeError naming a path that the format cannot hold or that is there twice.
 */
export function tar(entries: readonly TarEntry[]): Uint8Array {
  const encoder = new TextEncoder();
  const seen = new Set<string>();
  const blocks: Uint8Array[] = [];
  for (const {path, text} of entries) {
    if (seen.has(path)) throw new RangeError(`"${path}" is in the archive twice`);
    seen.add(path);
    const body = encoder.encode(text);
    const padded = new Uint8Array(Math.ceil(body.length / BLOCK) * BLOCK);
    padded.set(body);
    blocks.push(header(path, body.length, encoder), padded);
  }
  blocks.push(new Uint8Array(2 * BLOCK)); // the end of the archive is two empty blocks
  const result = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    result.set(block, at);
    at += block.length;
  }
  return result;
}

function header(path: string, size: number, encoder: TextEncoder): Uint8Array {
  const [prefix, name] = split(path, encoder);
  const block = new Uint8Array(BLOCK);
  const put = (offset: number, text: string) => block.set(encoder.encode(text), offset);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  put(0, name);
  put(100, octal(0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(0, 11));
  put(148, " ".repeat(8)); // the checksum is taken as if its own field were spaces
  put(156, "0");
  put(257, "ustar\u000000");
  put(345, prefix);
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
  );
  return block;
}

/** [prefix of at most 155 bytes, name of at most 100], joined by the "/" between them. */
function split(path: string, encoder: TextEncoder): [string, string] {
  const length = (text: string) => encoder.encode(text).length;
  if (path !== "" && length(path) <= 100) return ["", path];
  for (let i = path.indexOf("/"); i > 0; i = path.indexOf("/", i + 1)) {
    const [prefix, name] = [path.slice(0, i), path.slice(i + 1)];
    if (name !== "" && length(name) <= 100 && length(prefix) <= 155) return [prefix, name];
  }
  throw new RangeError(`invalid path; empty or too long for a tar archive: "${path}"`);
}
