import type {Figure, Statement} from "./types.ts";

/** A statement from a template: say`It gained ${gain}.` The words between must hold no number of their own. */
export function say(words: TemplateStringsArray, ...figures: readonly Figure[]): Statement {
  return {
    parts: words.flatMap((text, k) => {
      const own = text === "" ? [] : [text];
      return k < figures.length ? [...own, {figure: figures[k].id}] : own;
    }),
    figures,
  };
}
