/** The package as npm would publish it, used by small projects. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { VERSION } from "holdfast-client";
import { type Server, startServer } from "./support/server.js";

const run = promisify(execFile);

/** What a browser page has, and nothing that only Node has. */
const WEB_GLOBALS = [
  "AbortController",
  "Headers",
  "Response",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "clearTimeout",
  "console",
  "fetch",
  "setTimeout",
] as const;

describe("the package", () => {
  let server: Server;
  let folder: string;
  let packed: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdfast-consumers-"));
    await cp("consumers", folder, { recursive: true });
    const [started, { stdout }] = await Promise.all([
      startServer(),
      run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder]),
    ]);
    server = started;
    const [manifest] = JSON.parse(stdout) as [{ filename: string; files: Array<{ path: string }> }];
    await run("npm", ["install", "--offline", "--no-audit", "--no-fund", manifest.filename], { cwd: folder });
    packed = manifest.files.map((file) => file.path);
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("contains what an application needs, and neither tests nor tools", () => {
    for (const path of [
      "dist/esm/index.js",
      "dist/esm/index.d.ts",
      "dist/cjs/index.js",
      "dist/cjs/index.d.ts",
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "api.md",
    ]) {
      assert.ok(packed.includes(path), path);
    }
    assert.deepEqual(
      packed.filter((path) => !/^(dist|src)\/|^[^/]+\.(md|json)$|^LICENSE$/.test(path)),
      [],
    );
  });

  test("has no runtime dependency and one version everywhere", async () => {
    const manifest = JSON.parse(await readFile("package.json", "utf8"));
    assert.deepEqual([manifest.dependencies, manifest.peerDependencies], [undefined, undefined]);
    assert.equal(manifest.version, VERSION);
    assert.match(await readFile("CHANGELOG.md", "utf8"), new RegExp(`^## ${VERSION.replaceAll(".", "\\.")}`, "m"));
  });

  test("works and type-checks as an ES module", async () => {
    await typeCheck("esm", "main.mts", "nodenext");
    const { stdout } = await run(process.execPath, [join(folder, "esm/main.mjs"), server.url]);
    assert.deepEqual(JSON.parse(stdout), ["from an ES module", true]);
  });

  test("works and type-checks from CommonJS", async () => {
    await typeCheck("commonjs", "main.cts", "nodenext");
    const { stdout } = await run(process.execPath, [join(folder, "commonjs/main.cjs"), server.url]);
    assert.deepEqual(JSON.parse(stdout), ["from CommonJS", true]);
  });

  test("works and type-checks when bundled for a browser", async () => {
    await typeCheck("bundler", "main.ts", "bundler");
    const entry = join(folder, "bundler/main.ts");
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      platform: "browser",
      minify: true,
      write: false,
    });
    const outcome = await new Promise((report) => {
      const globals = Object.fromEntries(WEB_GLOBALS.map((name) => [name, globalThis[name]]));
      runInContext(outputFiles[0]?.text ?? "", createContext({ ...globals, serverUrl: server.url, report }));
    });
    assert.deepEqual([...(outcome as unknown[])], ["from a browser", true]);
  });

  async function typeCheck(project: string, file: string, resolution: "nodenext" | "bundler"): Promise<void> {
    const module = resolution === "nodenext" ? "nodenext" : "esnext";
    const types = ["--types", resolution === "nodenext" ? "node" : "", "--typeRoots", resolve("node_modules/@types")];
    const options = ["--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2022,dom"];
    const cwd = join(folder, project);
    const command = [
      "--ignoreConfig",
      ...options,
      "--module",
      module,
      "--moduleResolution",
      resolution,
      ...types,
      file,
    ];
    const outcome = await run(resolve("node_modules/.bin/tsc"), command, { cwd }).catch((error) => error);
    assert.equal(outcome.stdout, "");
  }
});
