import js from "@eslint/js";
import lit from "eslint-plugin-lit";
import wc from "eslint-plugin-wc";
import tseslint from "typescript-eslint";

/** Arrows between packages point one way; what a package may not import is named here. */
const closed = (files, forbidden) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": ["error", { patterns: forbidden }],
  },
});

export default tseslint.config(
  { ignores: ["**/dist/**", "**/.data/**", "packages/emulator/schemas/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    languageOptions: {
      parserOptions: {
        project: ["./packages/*/tsconfig.json", "./packages/widget/tsconfig.worklets.json", "./tsconfig.tests.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: "error",
    },
  },
  {
    files: ["packages/widget/src/**/*.ts"],
    ...lit.configs["flat/recommended"],
  },
  {
    files: ["packages/widget/src/**/*.ts"],
    ...wc.configs["flat/recommended"],
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", URL: "readonly", document: "readonly", window: "readonly" },
    },
  },
  closed(["packages/widget/**"], [{ group: ["@bean-brew/*"], message: "The widget stands alone." }]),
  closed(
    ["packages/tools/**"],
    [{ group: ["@bean-brew/relay", "@bean-brew/emulator", "@bean-brew/widget", "@bean-brew/widget/client"] }],
  ),
  closed(["packages/relay/**"], [{ group: ["@bean-brew/emulator", "@bean-brew/widget", "@bean-brew/widget/client"] }]),
  closed(
    ["packages/emulator/**"],
    [{ group: ["@bean-brew/relay", "@bean-brew/tools", "@bean-brew/widget", "@bean-brew/widget/protocol"] }],
  ),
);
