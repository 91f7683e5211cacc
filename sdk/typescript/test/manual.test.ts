/** The programs in the manual run as they are printed, and print what their comments say. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { type Server, startServer } from "./support/server.js";

const run = promisify(execFile);

describe("the manual", () => {
  let server: Server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  test("docs/clients.md is one program", async () => {
    const manual = await readFile("../../docs/clients.md", "utf8");
    const section = manual.slice(manual.indexOf("\n## TypeScript"));
    await runProgram("clients", blocks(section.split("\n## Python")[0] ?? ""));
  });

  test("the README begins with a program", async () => {
    await runProgram("readme", blocks(await readFile("README.md", "utf8")).slice(0, 1));
  });

  async function runProgram(name: string, code: string[]): Promise<void> {
    assert.ok(code.length > 0);
    const program = code.join("\n").replaceAll("http://localhost:8000", server.url);
    await mkdir("build/manual", { recursive: true });
    await writeFile(`build/manual/${name}.mts`, program);
    await compile(`build/manual/${name}.mts`);
    const { stdout } = await run(process.execPath, [`build/manual/${name}.mjs`]);
    const expected = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
    assert.deepEqual(stdout.trimEnd().split("\n"), expected);
  }
});

function blocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
}

async function compile(file: string): Promise<void> {
  const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
  const outcome = await run("node_modules/.bin/tsc", ["--ignoreConfig", ...options, file]).catch((error) => error);
  assert.equal(outcome.stdout, "");
}
