import {listed} from "../error.ts";
import {accountOf} from "./flex-execution.ts";
import type {FlexElement} from "./flex-xml.ts";
import type {SourceFill, SourceOptions} from "./types.ts";

/**
 * Base currency by account: as the section AccountInformation says it, else the one currency whose rate to the base is 1 wherever
 * the account's executions give it. Accounts of one report may have several.
 */
export function baseCurrencies(
  elements: readonly FlexElement[],
  executions: readonly FlexElement[],
  options: SourceOptions,
): Map<string, string> {
  const bases = new Map<string, string>();
  for (const element of elements)
    if (element.name === "AccountInformation" && element.attributes.currency)
      bases.set(accountOf(element, {options}), element.attributes.currency);
  const ones = new Map<string, Set<string>>();
  for (const element of executions) {
    const {fxRateToBase, currency} = element.attributes;
    const account = accountOf(element, {options});
    if (Number(fxRateToBase) === 1 && currency) ones.set(account, (ones.get(account) ?? new Set()).add(currency));
  }
  for (const [account, own] of ones) if (own.size === 1 && !bases.has(account)) bases.set(account, [...own][0]);
  return bases;
}

/** What a reader should know of the accounts' currencies. */
export function baseNotes(fills: readonly SourceFill[], base: (account: string) => string | null): string[] {
  const accounts = [...new Set(fills.filter(({fxToBase}) => fxToBase !== null).map(({account}) => account))];
  const known = [...new Set(accounts.flatMap((account) => base(account) ?? []))];
  const unknown = accounts.filter((account) => base(account) === null);
  return [
    ...known.map((currency) =>
      known.length === 1 && unknown.length === 0
        ? `The account's base currency is ${currency}.`
        : `The base currency of ${listed(accounts.filter((account) => base(account) === currency))} is ${currency}.`,
    ),
    ...(unknown.length === 0
      ? []
      : [`The report does not say the base currency of ${listed(unknown)}: the study's is taken for it.`]),
  ];
}
