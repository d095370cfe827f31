import { defineConfig } from "vitest/config";

/** What is awaited comes late on a busy machine; it is looked for often. */
const PATIENCE = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "bench/src/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
          testTimeout: 30_000,
          expect: PATIENCE,
        },
      },
      {
        test: {
          name: "system",
          include: ["tests/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: PATIENCE,
        },
      },
    ],
  },
});
