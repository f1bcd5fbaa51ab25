export {
  type GroupedMetricsOptions,
  type GroupedRows,
  groupedMetrics,
  type MetricGroup,
  type MetricValue,
} from "./grouped-metrics.ts";
