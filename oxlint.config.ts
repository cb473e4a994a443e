import { defineConfig } from "oxlint";
import { LAW } from "./tests/law/table.ts";

/** Every package that some folder may import: a folder is denied those that are not its own. */
const PACKAGES = [...new Set(LAW.flatMap(({ packages }) => packages))].filter((name) => name !== "node:*");

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "react", "jsx-a11y", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true },
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": ["error", { checksVoidReturn: false }],
    "typescript/ban-ts-comment": "error",
    "import/no-default-export": "error",
    "react/react-in-jsx-scope": "off",
    // Tests build what they need by plain functions; a title is often a variable of test.each.
    "vitest/valid-title": "off",
    "vitest/expect-expect": "off",
    // The second argument says what was looked at when an expectation in a loop fails.
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "vitest/no-conditional-expect": "off",
    "vitest/require-mock-type-parameters": "off",
    // Importing a stylesheet or font is done for its effect.
    "import/no-unassigned-import": "off",
    // fast-check is used as its documentation writes it, fc.property and so on.
    "import/no-named-as-default-member": "off",
    // TypeScript's noImplicitReturns knows exhaustive switches, this rule does not.
    "typescript/consistent-return": "off",
    "promise/always-return": "off",
    "no-await-in-loop": "off",
    "no-shadow": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "typescript/no-unsafe-type-assertion": "off",
    "no-underscore-dangle": "off",
    // Trees, lists and grids after the ARIA practices: the container takes focus and keys, its rows are
    // pointed at by aria-activedescendant, and no tag of HTML does that. Boxes that scroll take the focus
    // so that keys scroll them. axe looks at the page itself in the end-to-end tests.
    "jsx-a11y/prefer-tag-over-role": "off",
    "jsx-a11y/click-events-have-key-events": "off",
    "jsx-a11y/interactive-supports-focus": "off",
    "jsx-a11y/no-noninteractive-tabindex": "off",
    "jsx-a11y/no-noninteractive-element-interactions": "off",
    "jsx-a11y/no-static-element-interactions": "off",
    // Says what the React compiler skips; nothing is compiled here.
    "react/incompatible-library": "off",
  },
  overrides: [
    // The last match holds, and the table has the inner folders first.
    ...LAW.toReversed().map(({ folder, packages }) => ({
      files: [`${folder}/**/*.{ts,tsx}`],
      excludeFiles: ["**/*.test.ts", "**/*.test.tsx", "**/testing/**"],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            patterns: [
              {
                group: [
                  ...PACKAGES.filter((name) => !packages.includes(name)).flatMap((name) => [
                    name,
                    `${name}/*`,
                  ]),
                  ...(packages.includes("node:*") ? [] : ["node:*"]),
                ],
                message: `The dependency law does not allow this in ${folder} (docs/architecture.md).`,
              },
            ],
          },
        ],
      },
    })),
    { files: ["*.config.ts", "**/vite*.config.ts"], rules: { "import/no-default-export": "off" } },
  ],
});
