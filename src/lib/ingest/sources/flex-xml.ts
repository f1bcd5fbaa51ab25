import {XMLParser, XMLValidator} from "fast-xml-parser";
import {IngestError, shown} from "../error.ts";
import type {NamedText} from "../source.ts";

/** An element of a Flex report: its attributes, and where it stands. */
export interface FlexElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes of the FlexStatement around it. */
  readonly statement: Readonly<Record<string, string>>;
  /** Name of the element around it. */
  readonly section: string;
  readonly line: number;
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;
/** A Flex report nests four deep. */
const DEEPEST = 12;

/**
 * All elements of a Flex report below its statements, in the order of the file. The text is data only: a document type (where
 * entities could be declared) is refused, and only the five predefined entities and character references are resolved.
 * @throws IngestError if it is not well-formed.
 */
export function flexElements(file: NamedText): FlexElement[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(file.text))
    throw new IngestError(file.name, {
      what: "it declares a document type, which no Flex report does",
      found: shown(/<!(DOCTYPE|ENTITY)[^\n]{0,60}/i.exec(file.text)![0]),
      fix: "download the report again from the broker",
    });
  const valid = XMLValidator.validate(file.text);
  if (valid !== true)
    throw new IngestError(file.name, {
      what: `the XML is broken or cut off at line ${valid.err.line}`,
      found: shown(valid.err.msg, 120),
      fix: "download the report again, whole",
    });
  const starts = lineStarts(file.text);
  const elements: (FlexElement & {readonly at: number})[] = [];
  const walk = (name: string, value: unknown, statement: Record<string, string>, section: string, depth: number) => {
    if (depth > DEEPEST)
      throw new IngestError(file.name, {
        what: `elements are nested more than ${DEEPEST} deep`,
        fix: "download the report again",
      });
    for (const node of Array.isArray(value) ? value : [value]) {
      if (typeof node !== "object" || node === null) continue;
      const attributes = attributesOf(node as Node);
      const own = name === "FlexStatement" ? attributes : statement;
      const at = startOf(node as Node);
      if (own !== statement || Object.keys(attributes).length > 0)
        elements.push({
          name,
          attributes,
          statement: own,
          section,
          line: lineAt(starts, at),
          text: tagAt(file.text, at),
          at,
        });
      for (const [child, inner] of Object.entries(node as Node))
        if (!child.startsWith(PREFIX)) walk(child, inner, own, name, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(parse(file))) walk(name, value, {}, "", 0);
  return elements.sort((a, b) => a.at - b.at).map(({at: _, ...element}) => element);
}

const PREFIX = "@";

function parse(file: NamedText): Node {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: PREFIX,
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: false,
    captureMetaData: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  try {
    return parser.parse(file.text) as Node;
  } catch (error) {
    throw new IngestError(file.name, {
      what: "the XML cannot be read",
      found: shown((error as Error).message, 120),
      fix: "download the report again from the broker",
    });
  }
}

function attributesOf(node: Node): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(node))
    if (key.startsWith(PREFIX)) attributes[key.slice(PREFIX.length)] = resolved(String(value)).trim();
  return attributes;
}

const PREDEFINED: Readonly<Record<string, string>> = {amp: "&", lt: "<", gt: ">", quot: '"', apos: "'"};

function resolved(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return PREDEFINED[name];
      const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function startOf(node: Node): number {
  const meta = (node as Record<symbol, unknown>)[XMLParser.getMetaDataSymbol() as unknown as symbol] as
    | {startIndex?: number}
    | undefined;
  return meta?.startIndex ?? 0;
}

function tagAt(text: string, start: number): string {
  const end = text.indexOf(">", start);
  return text.slice(start, end < 0 ? start + 400 : end + 1);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

function lineAt(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= index) low = middle;
    else high = middle;
  }
  return low + 1;
}
