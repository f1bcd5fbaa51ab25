import type {PlaceboIdentity} from "./assemble.ts";

type Words = PlaceboIdentity & {readonly words: {readonly standsOut: string; readonly doesNot: string}};

const refit =
  "the treatment fitted anew in each draw, the outcome's residuals as they are; effect over its standard error clustered by day; p counts draws at least as far from zero";

const common = {of: "causal", unit: "statistic"} as const;

/** The placebos of real limits, in the order in which they are shown. */
export const causalIdentities: Readonly<
  Record<"shift" | "blocks" | "within-day" | "traders" | "untreated" | "past-outcome", Words>
> = {
  shift: {
    ...common,
    id: "causal.shift",
    title: "The same limits, the calendar shifted",
    central: true,
    method: `Circular shifts of all limits against P&L and features by at least 20 days (a tenth of the days, if that is less) either way, one shift for all traders; ${refit}`,
    wouldRefute:
      "Limits on the wrong days seem to do as much: the effect, or its standard error, is not to be trusted.",
    words: {
      standsOut: "Real limits stand out from shifted ones.",
      doesNot: "Limits on shifted days often seem to do as much.",
    },
  },
  blocks: {
    ...common,
    id: "causal.blocks",
    title: "The same limits, long stretches of days in another order",
    central: true,
    method: `Blocks of days longer than the features look back on, in other orders, so that no limit meets the losses that it followed; ${refit}`,
    wouldRefute:
      "Other orders seem to do as much, of stretches so long that no limit can meet the days that brought it about: the effect, or its standard error, is not to be trusted.",
    words: {
      standsOut: "The true order stands out.",
      doesNot: "Other orders of the same limits often seem to do as much.",
    },
  },
  "within-day": {
    ...common,
    id: "causal.within-day",
    title: "Each day’s limits, dealt to any traders",
    central: true,
    method: `As many limits on each day as there were, dealt anew among the traders of that day; ${refit}`,
    wouldRefute: "Limits on anybody seem to do as much: it is the day that matters, not being limited.",
    words: {
      standsOut: "Limits dealt to other traders of the day do less.",
      doesNot: "Limits dealt to other traders of the day often seem to do as much.",
    },
  },
  traders: {
    ...common,
    id: "causal.traders",
    title: "Each trader’s limits, given to another trader",
    central: true,
    method: `Each trader's calendar of limits is given to another trader; ${refit}`,
    wouldRefute: "Another trader’s limits seem to do as much: it matters when limits were common, not who had them.",
    words: {
      standsOut: "Limits given to other traders do less.",
      doesNot: "Limits given to other traders often seem to do as much.",
    },
  },
  untreated: {
    ...common,
    id: "causal.untreated",
    title: "Limits pretended for traders who never had one",
    central: true,
    method: `Only traders who were never limited; each is given the calendar of a trader who was, drawn at random; ${refit}`,
    wouldRefute: "As much is found where there was no limit at all.",
    words: {
      standsOut: "Among traders without limits nothing as large is found.",
      doesNot: "Among traders without limits as much is often found.",
    },
  },
  "past-outcome": {
    ...common,
    id: "causal.past-outcome",
    title: "An outcome that cannot be affected: an earlier day’s P&L",
    central: true,
    unit: "currency/trader-day",
    method: "",
    wouldRefute:
      "Limits are tied to P&L made before them, beyond what the features tell: something that limits follow is missing among the features.",
    words: {
      standsOut: "Limits are tied to P&L made before them: what they follow is not all in the features.",
      doesNot: "Limits have nothing to do with P&L made before them, once features are taken out.",
    },
  },
};
