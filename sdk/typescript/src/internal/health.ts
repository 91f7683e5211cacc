/** Whether there is a server that this client can talk to. */

import { MINIMUM_SERVER_VERSION } from "../version.js";

/** A sentence for the user when the value of `X-Zep-Version` stands for a server that is too old or says nothing. */
export function versionWarning(announced: string | null): string | undefined {
  if (announced?.includes("dev")) return undefined;
  const version = announced?.split("-")[0] ?? "";
  if (isAtLeast(version, MINIMUM_SERVER_VERSION)) return undefined;
  const found = version === "" ? "did not announce its version" : `has version ${version}`;
  return `The server ${found}; this client needs ${MINIMUM_SERVER_VERSION} or later. Some calls may fail.`;
}

function isAtLeast(version: string, minimum: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const wanted = minimum.split(".").map(Number);
  const found = version.split(".").map(Number);
  const index = wanted.findIndex((part, position) => part !== found[position]);
  return index === -1 || (found[index] ?? 0) > (wanted[index] ?? 0);
}
