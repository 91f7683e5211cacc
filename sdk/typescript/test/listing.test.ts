/** Ten thousand sessions, listed while others come and go. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createSessions } from "./support/seed.js";
import { type Server, startServer } from "./support/server.js";

const COUNT = Number(process.env.HOLDFAST_TEST_SESSIONS ?? 10_000);

/** Every tenth session is deleted while the list is read. */
const NAMES = Array.from({ length: COUNT }, (_, index) => `${index % 10 === 0 ? "fleeting" : "lasting"}-${index}`);
const FLEETING = NAMES.filter((name) => name.startsWith("fleeting"));
const LASTING = NAMES.filter((name) => name.startsWith("lasting"));

describe("a long list", () => {
  let server: Server;

  before(async () => {
    server = await startServer();
    await createSessions(server.url, NAMES);
  });
  after(() => server.stop());

  test("yields each lasting session once and in order while others are created and deleted", async () => {
    const { memory } = server.client;
    const ids: number[] = [];
    const names = new Set<string>();
    const doomed = [...FLEETING];
    for await (const chunk of memory.listSessionsChunked(250)) {
      for (const { id = 0, session_id } of chunk) {
        ids.push(id);
        names.add(session_id);
      }
      // One that the walk has passed, one that it has yet to reach, and a new one at the end.
      const victims = [doomed.shift(), doomed.pop()].filter((name) => name !== undefined);
      for (const name of victims) await memory.deleteMemory(name);
      if (names.size < COUNT) await memory.addSession({ session_id: `late-${names.size}` });
    }
    assert.ok(
      ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)),
      "ids ascend strictly",
    );
    assert.equal(names.size, ids.length);
    assert.deepEqual(
      LASTING.filter((name) => !names.has(name)),
      [],
    );
    assert.ok(doomed.length < FLEETING.length && [...names].some((name) => name.startsWith("late")));
  });
});
