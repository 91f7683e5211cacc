/** Contexts on a real server. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { APIError, ArgumentError, HoldfastClient } from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type Server, startServer } from "./support/server.js";

describe("contexts", () => {
  let server: Server;
  let client: HoldfastClient;

  before(async () => {
    server = await startServer();
    client = await HoldfastClient.init(server.url);
    await client.user.add({ user_id: "ada" });
    await client.facts.add({ user_id: "ada", text: "No nuts", slot: "allergy", value: "nuts" });
  });
  after(() => server.stop());

  test("the stable part is sent once", async () => {
    const first = await client.context.get({ user_id: "ada", query: "what may I eat?" });
    assert.ok(first.context.includes("allergy: nuts"));
    assert.ok(first.tokens <= first.max_tokens);
    assert.equal(first.context, first.stable.text + first.volatile.text);
    const again = await client.context.get({ user_id: "ada", query: "and drink?", known_stable: first.stable.sha256 });
    assert.deepEqual(again.stable, { text: "", sha256: first.stable.sha256, unchanged: true });
  });

  test("sections and the budget are the caller's", async () => {
    const bare = await client.context.get({
      user_id: "ada",
      query: "nuts",
      sections: { profile: false, facts: false },
    });
    assert.deepEqual(bare.sections, []);
    const tiny = await client.context.get({ user_id: "ada", query: "nuts", max_tokens: 5 });
    assert.deepEqual([tiny.context, tiny.tokens, tiny.truncated], ["", 0, true]);
  });

  test("what makes no sense is refused", async () => {
    await rejection(client.context.get({ query: "nuts" }), ArgumentError);
    const refused = await rejection(client.context.get({ user_id: "ada", max_tokens: 0 }), APIError);
    assert.equal(refused.code, 400);
  });
});
