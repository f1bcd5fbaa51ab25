export {backtestVar, defaultAlternative, type VarBacktest, type VarBacktestOptions, type VarTest} from "./backtest.ts";
export {breachesOf} from "./breaches.ts";
export {type ChristoffersenTest, christoffersenTest, type LikelihoodRatio} from "./christoffersen.ts";
export {type DayCoverage, dayCoverage} from "./day-coverage.ts";
export {type DynamicQuantileTest, dynamicQuantileTest} from "./dynamic-quantile.ts";
export {type CoverageTest, kupiecExactP, kupiecPower, kupiecTest, type TestPower} from "./kupiec.ts";
export {
  type BreachAlternative,
  type BreachStatistic,
  type SimulatedTest,
  type SimulationOptions,
  simulateBreaches,
  simulatedTest,
} from "./simulated.ts";
export {type TrafficLight, trafficLight, trafficLightPower, type Zone} from "./traffic-light.ts";
