/** Facts on a real server. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { APIError, type Fact, HoldfastClient, Memory, Message, NotFoundError } from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type Server, startServer } from "./support/server.js";
import { until } from "./support/waiting.js";

describe("facts", () => {
  let server: Server;
  let client: HoldfastClient;

  before(async () => {
    server = await startServer();
    client = await HoldfastClient.init(server.url);
    await client.user.add({ user_id: "ada" });
    await client.user.add({ user_id: "ben" });
  });
  after(() => server.stop());

  test("a fact is asserted, changed and forgotten", async () => {
    const made = await client.facts.add({ user_id: "ada", text: "In Porto", slot: "home", value: "Porto" });
    assert.equal(made.origin, "asserted");
    assert.ok(made.created_at instanceof Date);
    const change = { text: "In Braga", value: "Braga", reason: "moved" };
    const changed = await client.facts.update(made.uuid, change, { revision: 1 });
    assert.deepEqual([changed.text, changed.revision, changed.reason], ["In Braga", 2, "moved"]);
    const refused = await rejection(client.facts.update(made.uuid, change, { revision: 1 }), APIError);
    assert.equal(refused.code, 412);
    const history = (await client.facts.get(made.uuid)).history ?? [];
    assert.deepEqual(
      history.map((revision) => revision.text),
      ["In Porto", "In Braga"],
    );
    assert.equal(await client.facts.forget(made.uuid, { revision: 2 }), "OK");
    assert.equal((await client.facts.get(made.uuid)).text, "");
    await rejection(client.facts.forget(made.uuid), NotFoundError);
  });

  test("facts are walked through and found", async () => {
    for (const text of ["Plays the piano", "Works at a bakery", "Has a cat"]) {
      await client.facts.add({ user_id: "ben", text, topics: [text.slice(0, 1)] });
    }
    const walked: Fact[] = [];
    for await (const facts of client.facts.listAll({ user_id: "ben", limit: 2 })) walked.push(...facts);
    assert.deepEqual(
      walked.map((fact) => fact.text),
      ["Has a cat", "Works at a bakery", "Plays the piano"],
    );
    assert.equal((await client.facts.list({ user_id: "ben", topic: "H" })).total_count, 1);
    const [best] = await client.facts.search("musical instrument", { user_id: "ben", limit: 1 });
    assert.equal(best?.fact.text, "Plays the piano");
  });

  test("a single message is changed and deleted, with the facts that rest on it", async () => {
    await client.user.add({ user_id: "cleo" });
    await client.memory.addSession({ session_id: "single", user_id: "cleo" });
    const said = ["I live in Ghent.", "I have a dog named Moss.", "Thanks!"];
    const messages = said.map((content) => new Message({ role: "user", content }));
    await client.memory.addMemory("single", new Memory({ messages }), { wait: true });
    const [home, pet, thanks] = await client.message.getSessionMessages("single");
    assert.ok(home?.uuid && pet?.uuid && thanks?.uuid);

    const changed = await client.message.updateSessionMessage("single", home.uuid, { content: "I live in Lier." });
    assert.equal(changed.content, "I live in Lier.");
    assert.equal(changed.uuid, home.uuid);
    await until(async () => (await client.facts.getProfile("cleo")).slots.home?.current[0]?.value === "Lier");
    const facts = (await client.facts.list({ user_id: "cleo", slot: "home" })).facts;
    assert.deepEqual(
      facts.map((fact) => fact.value),
      ["Lier"],
    );

    await client.message.deleteSessionMessage("single", pet.uuid);
    assert.equal((await client.facts.getProfile("cleo")).slots.pets, undefined);
    await rejection(client.message.getSessionMessage("single", pet.uuid), NotFoundError);
    await rejection(client.message.deleteSessionMessage("single", pet.uuid), NotFoundError);
    const left = await client.message.getSessionMessages("single");
    assert.deepEqual(
      left.map((message) => message.content),
      ["I live in Lier.", "Thanks!"],
    );
    const found = await client.memory.searchMemory("single", { text: "which dog?" }, 5);
    assert.ok(found.every((result) => result.message?.uuid !== pet.uuid));
    await rejection(client.message.updateSessionMessage("single", pet.uuid, { content: "x" }), NotFoundError);
  });

  test("what a user says makes the profile", async () => {
    await client.memory.addSession({ session_id: "s", user_id: "ada" });
    const messages = [
      { role: "user", content: "I live in Ghent." },
      { role: "user", content: "I moved to Bruges." },
    ];
    const statements = await client.facts.preview(messages);
    assert.deepEqual(
      statements.map((one) => one.value),
      ["Ghent", "Bruges"],
    );
    await client.memory.addMemory("s", { messages }, { wait: true });
    const { home } = (await client.facts.getProfile("ada")).slots;
    assert.equal(home?.current[0]?.value, "Bruges");
    const quote = home?.former[0]?.quote;
    assert.equal(quote?.quote, "I live in Ghent.");
    const [fact] = await client.facts.ofMessage("s", quote?.message ?? "");
    assert.equal(fact?.value, "Ghent");
    await rejection(client.facts.getProfile("nobody"), NotFoundError);
  });
});
