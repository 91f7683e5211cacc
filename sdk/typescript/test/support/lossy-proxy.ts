/** A proxy that passes requests on, waits for the whole answer, and then loses it. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface LossyProxy {
  url: string;
  /** Answers of the server that did not reach the client. */
  lost: number;
  /** Cuts the connection after the next so many answers. */
  loseNext(count: number): void;
  stop(): Promise<void>;
}

/** @param prefix path below which the server appears, and which is taken off before the request goes on */
export async function startLossyProxy(target: string, prefix = ""): Promise<LossyProxy> {
  let toLose = 0;
  const server = createServer(async (request, response) => {
    const answer = await forward(target, prefix, request);
    const body = Buffer.from(await answer.arrayBuffer());
    if (toLose === 0) {
      reply(response, answer, body);
      return;
    }
    toLose -= 1;
    proxy.lost += 1;
    request.socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: LossyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    lost: 0,
    loseNext: (count) => {
      toLose = count;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

async function forward(target: string, prefix: string, request: IncomingMessage): Promise<Response> {
  const { method = "GET", url = "/" } = request;
  const headers = new Headers();
  for (const name of ["authorization", "content-type", "idempotency-key"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const body = await buffer(request);
  return fetch(target + url.slice(prefix.length), { method, headers, ...(body.length > 0 ? { body } : {}) });
}

function reply(response: ServerResponse, answer: Response, body: Buffer): void {
  const headers: Record<string, string> = {};
  for (const name of ["content-type", "x-zep-version", "retry-after"]) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  response.writeHead(answer.status, headers).end(body);
}
