import type {Adopter, AdoptionPanel} from "./adoption-panel.ts";
import {type PartiallyPooledOptions, partiallyPooled} from "./partially-pooled.ts";
import {syntheticControl} from "./synthetic-control.ts";
import type {SyntheticControlData, SyntheticControlFit, SyntheticControlMethod} from "./types.ts";

export interface StaggeredOptions {
  /** One fit an adopter by this method. Default: outcomes only, demeaned. Not used where weights are pooled. */
  readonly method?: SyntheticControlMethod;
  /** All adopters' weights at once. Default: no. */
  readonly pooled?: boolean | PartiallyPooledOptions;
}

export interface StaggeredFit {
  readonly adopters: readonly (Adopter & {readonly fit: SyntheticControlFit})[];
  readonly refused: AdoptionPanel["refused"];
  /** Mean over adopters of each one's mean effect: adopters count the same, however long they are watched. */
  readonly att: number;
  /** Mean effect over the adopters watched at each time from adoption (negative: pre-period gaps), ascending. */
  readonly eventStudy: readonly {readonly time: number; readonly effect: number; readonly adopters: number}[];
  readonly options: StaggeredOptions;
  readonly panel: AdoptionPanel;
}

/**
 * Synthetic controls for traders put under the model at different times: one fit an adopter, or weights partially pooled.
 * Estimand: the mean over adopters of the mean effect after adoption.
 * @throws RangeError where every adopter is refused, with the reasons.
 */
export function staggeredSyntheticControl(panel: AdoptionPanel, options: StaggeredOptions = {}): StaggeredFit {
  const {adopters, refused} = panel;
  if (adopters.length === 0)
    throw new RangeError(
      `no adopter can be estimated: ${refused.map(({trader, reason}) => `trader ${trader}: ${reason}`).join("; ")}`,
    );
  const fits = fitAll(
    adopters.map(({data}) => data),
    options,
  );
  return {
    adopters: adopters.map((adopter, j) => ({...adopter, fit: fits[j]})),
    refused,
    att: fits.reduce((sum, {att}) => sum + att, 0) / fits.length,
    eventStudy: eventStudyOf(adopters, fits),
    options,
    panel,
  };
}

function fitAll(problems: readonly SyntheticControlData[], {method, pooled = false}: StaggeredOptions) {
  if (pooled !== false) return partiallyPooled(problems, pooled === true ? {} : pooled).fits;
  return problems.map((data) => syntheticControl(data, method ?? {method: "outcomes", demean: true}));
}

function eventStudyOf(adopters: readonly Adopter[], fits: readonly SyntheticControlFit[]): StaggeredFit["eventStudy"] {
  const first = Math.min(...adopters.map(({data}) => -data.prePeriods));
  const last = Math.max(...adopters.map(({data}) => data.treated.length - data.prePeriods));
  return Array.from({length: last - first}, (_, k) => {
    const time = first + k;
    const seen = fits
      .map(({gap}, j) => gap[adopters[j].data.prePeriods + time])
      .filter((x): x is number => x !== undefined);
    return {time, effect: seen.reduce((sum, x) => sum + x, 0) / seen.length, adopters: seen.length};
  });
}
