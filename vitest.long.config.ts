import {defineConfig} from "vitest/config";

/** Monte-Carlo runs that guard levels and coverage: minutes, not seconds. Run by `npm run test:long`. */
export default defineConfig({
  test: {include: ["tests/long/**/*.test.ts"], testTimeout: 1_800_000, fileParallelism: true},
});
