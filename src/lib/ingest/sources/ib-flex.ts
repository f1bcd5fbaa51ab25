import type {Aside} from "../contract.ts";
import {IngestError} from "../error.ts";
import {cancellations} from "./flex-cancellations.ts";
import {baseCurrencies, baseNotes} from "./flex-currencies.ts";
import {type FlexContext, readExecution, whose} from "./flex-execution.ts";
import {type FlexElement, flexElements} from "./flex-xml.ts";
import {type DateReader, dateReader, splitStamp} from "./stamps.ts";
import type {Besides, SourceFill, SourceFormat} from "./types.ts";

const TRADES = new Set(["Trade", "TradeConfirm"]);
const SECTIONS = new Set(["Trades", "TradeConfirms"]);

/**
 * Interactive Brokers Flex Query (XML): the executions of its sections Trades and TradeConfirms. The user chooses which
 * attributes are exported, so that nearly all may be absent; orders, lots and summaries repeat executions and are not used.
 */
export const ibFlex: SourceFormat = {
  id: "ib-flex",
  label: "Interactive Brokers Flex Query",
  recognise(file) {
    // comments are taken off one by one: a pattern that may begin and end them anywhere takes for ever on many of them
    const start = file.text.slice(0, 20_000).replace(/<!--(?:(?!-->)[\s\S])*-->/g, "");
    if (!/^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^[>]*(\[[^\]]*\])?\s*>\s*)?<FlexQueryResponse\b/.test(start)) return null;
    return {marks: 10, words: "its root element is FlexQueryResponse"};
  },
  read(file, options) {
    const all = flexElements(file);
    const {elements, shared} = countedWhereLinesAreShared(
      all.filter(({section, name}) => SECTIONS.has(section) || TRADES.has(name)),
    );
    const executions = elements.filter(isExecution);
    if (executions.length === 0)
      throw new IngestError(file.name, {
        what: "the report holds no execution",
        found:
          elements.length === 0
            ? "no section Trades or TradeConfirms"
            : `${elements.length} elements that are orders, lots or summaries`,
        fix: 'add the section Trades with "Executions" to the Flex Query, and run it again',
      });
    const dates = dateReader(
      file.name,
      executions.flatMap((e) => dateCells(e.attributes).map((cell) => splitStamp(cell).date)),
      null,
      options.dateFormat,
    );
    const bases = baseCurrencies(all, executions, options);
    const base = (account: string) => bases.get(account) ?? null;
    const context: FlexContext = {file: file.name, dates, options, base};
    const read = executions.map((element) => ({element, fill: readExecution(element, context)}));
    const cancelled = cancellations(read);
    const aside: Aside[] = [];
    const fills: SourceFill[] = [];
    for (const {element, fill} of read) {
      const why = typeof fill === "string" ? fill : (cancelled.get(fill) ?? null);
      if (why !== null) aside.push({line: element.line, reason: why, text: element.text, ...whose(element, context)});
      else fills.push(fill as SourceFill);
    }
    const besides = elements
      .filter((e) => !isExecution(e))
      .map(({line, text, name}): Besides => ({line, what: SUMMARIES[name] ?? "summary", text}));
    return {
      rowsRead: executions.length,
      joined: 0,
      fills,
      days: [],
      aside,
      besides,
      columns: columnsOf(executions),
      dateFormat: dates.format,
      notes: [
        ...(shared ? ["Several elements stand on one line: instead of lines, elements are counted."] : []),
        ...baseNotes(fills, base),
      ],
      realised: executions.some((e) => (e.attributes.fifoPnlRealized ?? "") !== "") ? "after fees" : null,
      baseCurrency: base,
      reportDate: reportDate(executions, dates),
      stated: [],
    };
  },
};

/** A line names one row: where several elements share one, each has its number among them instead. */
function countedWhereLinesAreShared(elements: readonly FlexElement[]) {
  const shared = new Set(elements.map(({line}) => line)).size < elements.length;
  return {shared, elements: shared ? elements.map((element, k) => ({...element, line: k + 1})) : elements};
}

/** The latest day that the statements say they end on: toDate, else the day on which they were generated. Null: one does not say. */
function reportDate(executions: readonly FlexElement[], dates: DateReader): string | null {
  const ends = executions.map(({statement: {toDate = "", whenGenerated = ""}}) =>
    dates.read(toDate || splitStamp(whenGenerated).date),
  );
  if (ends.includes(null)) return null;
  return ends.sort().at(-1) ?? null;
}

const SUMMARIES: Readonly<Record<string, string>> = {Order: "order", Lot: "closed lot", WashSale: "wash sale"};

function isExecution({name, attributes}: FlexElement): boolean {
  return TRADES.has(name) && /^(EXECUTION|)$/i.test(attributes.levelOfDetail ?? "");
}

function dateCells(a: Readonly<Record<string, string>>): string[] {
  return [a.tradeDate, a.dateTime].filter((cell) => cell !== undefined && cell !== "");
}

const USED: Readonly<Record<string, string>> = {
  accountId: "account",
  currency: "currency",
  fxRateToBase: "rate to the base currency",
  symbol: "symbol",
  multiplier: "contract multiplier",
  dateTime: "date and time",
  tradeDate: "date",
  tradeTime: "time of day",
  quantity: "quantity",
  tradePrice: "price",
  price: "price",
  buySell: "side",
  ibCommission: "fee: commission",
  commission: "fee: commission",
  taxes: "fee: taxes",
  tax: "fee: taxes",
  openCloseIndicator: "what it did to the position",
  fifoPnlRealized: "P&L that the platform reports",
  ibExecID: "id of the fill",
  execID: "id of the fill",
  tradeID: "id of the fill",
  ibOrderID: "id of the order",
  orderID: "id of the order",
};

function columnsOf(elements: readonly FlexElement[]) {
  const names = new Set(elements.flatMap((e) => Object.keys(e.attributes)));
  return [...names].map((name) => ({name, role: USED[name] ?? "not used"}));
}
