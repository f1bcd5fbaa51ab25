import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/long/**", "node_modules/**"],
    maxWorkers: 2, // of two cores: half the time, and the builds that some tests start wait for each other anyway
    testTimeout: 60_000,
    hookTimeout: 300_000,
    coverage: {
      provider: "v8",
      include: ["src/lib/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: {lines: 85},
    },
  },
});
