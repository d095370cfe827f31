import js from "@eslint/js";
import lit from "eslint-plugin-lit";
import wc from "eslint-plugin-wc";
import tseslint from "typescript-eslint";

/** Arrows between packages point one way; what a package may not import is named here. */
const closed = (files, patterns) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: patterns.map((regex) => ({
          regex,
          message: "Arrows between packages point one way (docs/architecture.md).",
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["**/dist/**", "**/.data/**", "packages/emulator/schemas/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: {
      parserOptions: {
        project: [
          "./packages/*/tsconfig.json",
          "./bench/tsconfig.json",
          "./examples/*/tsconfig.json",
          "./packages/widget/tsconfig.worklets.json",
          "./tsconfig.tests.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-namespace": ["error", { allowDeclarations: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
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
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        AbortController: "readonly",
        AbortSignal: "readonly",
        fetch: "readonly",
        document: "readonly",
        window: "readonly",
      },
    },
  },
  closed(["packages/widget/**"], ["^@bean-brew/"]),
  closed(["packages/tools/**"], ["^@bean-brew/(?!widget/protocol$)"]),
  closed(["packages/relay/**"], ["^@bean-brew/(?!widget/protocol$|tools$|tools/testing$)"]),
  closed(["packages/emulator/**"], ["^@bean-brew/(?!widget/client$)"]),
);
