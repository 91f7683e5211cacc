/** A local HTTP server that answers by script, for what a healthy server never does. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Close the connection without an answer. */
  cut?: boolean;
}

export interface Stub {
  url: string;
  received: Received[];
  stop(): Promise<void>;
}

/** Answers the n-th request with the n-th answer, and all further ones with the last. */
export async function startStub(...answers: Answer[]): Promise<Stub> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    give(answers[Math.min(received.length, answers.length) - 1] ?? {}, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, received, stop };
}

function give(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer.cut) request.socket.destroy();
  else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? "");
}
