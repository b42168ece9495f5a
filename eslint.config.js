import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["frontend/dist/**", "node_modules/**", ".venv/**", "var/**", "**/static/**"] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ["frontend/**/*.ts", "vite.config.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]",
          message: "Build nodes with textContent: data of others must never become markup.",
        },
      ],
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
    },
  },
);
