/** Ten thousand sessions, listed while others come and go. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ZepClient } from "holdfast-client";
import { type Server, startServer } from "./support/server.js";

const LASTING = Number(process.env.HOLDFAST_TEST_SESSIONS ?? 10_000);

describe("a long list", () => {
  let server: Server;
  let client: ZepClient;

  before(async () => {
    server = await startServer();
    client = server.client;
    await inParallel(LASTING, async (index) => {
      await client.memory.addSession({ session_id: `lasting-${index}` });
      if (index % 10 === 0) await client.memory.addSession({ session_id: `fleeting-${index}` });
    });
  });
  after(() => server.stop());

  test("yields each lasting session once and in order while others are created and deleted", async () => {
    const seen: number[] = [];
    const names = new Set<string>();
    let deleted = 0;
    for await (const chunk of client.memory.listSessionsChunked(250)) {
      for (const { id = 0, session_id } of chunk) {
        seen.push(id);
        names.add(session_id);
      }
      // Some behind the cursor, some before it.
      for (const offset of [0, LASTING / 2])
        await client.memory.deleteMemory(`fleeting-${deleted + offset}`).catch(() => undefined);
      deleted += 10;
      if (seen.length < LASTING) await client.memory.addSession({ session_id: `late-${seen.length}` });
    }
    assert.ok(
      seen.every((id, index) => index === 0 || id > (seen[index - 1] ?? 0)),
      "ids ascend strictly",
    );
    const missing = Array.from({ length: LASTING }, (_, index) => `lasting-${index}`).filter(
      (name) => !names.has(name),
    );
    assert.deepEqual(missing, []);
  });
});

/** Runs the action for 0 … count − 1, sixteen at a time. */
async function inParallel(count: number, action: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await action(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}
