// Compiles src/ twice, into dist/esm and dist/cjs, each with its types.

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";

const formats = {
  esm: { type: "module", options: ["--module", "esnext"] },
  cjs: { type: "commonjs", options: ["--module", "commonjs", "--verbatimModuleSyntax", "false"] },
};

rmSync("dist", { recursive: true, force: true });
for (const [folder, { type, options }] of Object.entries(formats)) {
  execFileSync("tsc", ["-p", ".", "--outDir", `dist/${folder}`, ...options], { stdio: "inherit" });
  // Tells Node, and TypeScript, how to read the files beside it.
  writeFileSync(`dist/${folder}/package.json`, `${JSON.stringify({ type })}\n`);
}
