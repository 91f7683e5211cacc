/** Two conversations of one user; the second one knows what was said in the first. */

import { HoldfastClient } from "holdfast-client";
import { openConversation, reply } from "./assistant.js";
import { fakeModel } from "./fake-model.js";

const client = await HoldfastClient.init(
  process.env.HOLDFAST_URL ?? "http://localhost:8000",
  process.env.HOLDFAST_API_KEY,
);
// A real application takes one of the AI SDK's providers here, such as openai("gpt-4o-mini").
const model = fakeModel();

const monday = await openConversation({ client, model, userId: "ada", sessionId: "monday" });
console.log("monday: ", await reply(monday, "My sister Ingrid breeds Icelandic horses."));

const friday = await openConversation({ client, model, userId: "ada", sessionId: "friday" });
console.log("friday: ", await reply(friday, "What does my sister Ingrid breed?"));
