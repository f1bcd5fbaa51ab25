import type {SourceDay} from "./types.ts";

/** A line that is one part of an account's day. */
export type DayPart = Omit<SourceDay, "file" | "more" | "currency" | "fxToBase"> & {
  readonly currency?: string | null;
  readonly fxToBase?: number | null;
  /** Where parts of several files stand together: whose it is. */
  readonly file?: string;
};

/** Adds parts up by account, date and currency, in the order of the file; what one part does not say, the sum does not. */
export function daySums(file: string, parts: readonly DayPart[]): SourceDay[] {
  const days = new Map<string, DayPart[]>();
  for (const part of parts) {
    const key = `${part.account}\u0000${part.date}\u0000${part.currency ?? ""}`;
    const own = days.get(key);
    if (own === undefined) days.set(key, [part]);
    else own.push(part);
  }
  return [...days.values()].map((own) => {
    const [first, ...rest] = own;
    const sum = (of: (part: DayPart) => number) => own.reduce((total, part) => total + of(part), 0);
    const fees: Record<string, number> = {};
    for (const part of own) for (const kind of Object.keys(part.fees)) fees[kind] = (fees[kind] ?? 0) + part.fees[kind];
    return {
      file: first.file ?? file,
      line: first.line,
      text: first.text,
      account: first.account,
      date: first.date,
      net: sum((part) => part.net),
      gross: sum((part) => part.gross),
      fees,
      trades: sum((part) => part.trades),
      volume: sum((part) => part.volume),
      currency: first.currency ?? null,
      fxToBase: first.fxToBase ?? null,
      more: rest.map(({line, text}) => ({line, text})),
      reformatted: sum((part) => part.reformatted),
    };
  });
}
