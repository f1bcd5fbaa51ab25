export type {Contestant} from "./common-rows.ts";
export {type LeagueOptions, leagueOf, makeLeagues} from "./make-league.ts";
export type {League, LeagueEntry, LeagueReport, LeagueTests, OverTime} from "./types.ts";
