/** Many sessions, made over bare connections: that the client can make them too is tested with fewer. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";

const CONNECTIONS = 8;

/** Creates the sessions; each connection takes its share in order. */
export async function createSessions(url: string, ids: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const create = async (session_id: string) => {
    const call = request(`${url}/api/v1/sessions`, { method: "POST", agent });
    call.end(JSON.stringify({ session_id }));
    const [answer] = (await once(call, "response")) as [IncomingMessage];
    answer.resume();
    await once(answer, "end");
    assert.equal(answer.statusCode, 201);
  };
  const waiting = ids[Symbol.iterator]();
  const connection = async () => {
    for (const id of waiting) await create(id);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
}
