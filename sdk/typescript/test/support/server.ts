/** A Holdfast server process of the tests' own, on an empty data directory. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { HoldfastClient } from "holdfast-client";

const START_LIMIT = 60_000;

export interface Server {
  url: string;
  client: HoldfastClient;
  stop(): Promise<void>;
}

/** Starts a server and waits until it answers. */
export async function startServer(environment: Record<string, string> = {}): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), "holdfast-client-"));
  const port = await freePort();
  const { file, leading } = command();
  const child = spawn(file, [...leading, "serve", "--host", "127.0.0.1", "--port", String(port), "--data", data], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  child.stdout.on("data", (chunk) => output.push(String(chunk)));
  child.stderr.on("data", (chunk) => output.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child, output);
  return { url, client: new HoldfastClient(url), stop: () => stop(child, data) };
}

/** A token that a server with these settings accepts. */
export async function makeToken(environment: Record<string, string>): Promise<string> {
  const { file, leading } = command();
  const { stdout } = await promisify(execFile)(file, [...leading, "token"], {
    env: { ...process.env, ...environment },
  });
  return stdout.trim();
}

function command(): { file: string; leading: string[] } {
  const beside = resolve("../../.venv/bin/holdfast");
  const line = process.env.HOLDFAST_COMMAND ?? (existsSync(beside) ? beside : "holdfast");
  const [file = "holdfast", ...leading] = line.split(" ");
  return { file, leading };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilHealthy(url: string, child: ChildProcess, output: string[]): Promise<void> {
  const failed = once(child, "error").then(([error]) => error as Error);
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline && child.exitCode === null) {
    const outcome = await Promise.race([failed, isHealthy(url)]);
    if (outcome instanceof Error) {
      throw new Error("Cannot start the server; set HOLDFAST_COMMAND to the holdfast command", { cause: outcome });
    }
    if (outcome) return;
    await pause(50);
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not start (exit code ${child.exitCode}):\n${output.join("")}`);
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

async function stop(child: ChildProcess, data: string): Promise<void> {
  if (child.exitCode === null) {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(timer);
  }
  await rm(data, { recursive: true, force: true });
}
