export {type GroupedMetricsOptions, type GroupedRows, groupedMetrics, type MetricGroup} from "./grouped-metrics.ts";
export type {MetricValue} from "./metric-value.ts";
