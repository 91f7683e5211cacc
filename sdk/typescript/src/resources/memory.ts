/** `client.memory`: sessions and what was said in them. */

import { readArray, readObject } from "../internal/answer.js";
import { present } from "../internal/fields.js";
import { path, requireId } from "../internal/path.js";
import { walkById } from "../internal/walk.js";
import type { Enrichment } from "../models/enrichment.js";
import { type IMemory, Memory } from "../models/memory.js";
import { type IMemorySearchPayload, type IMemorySearchResult, MemorySearchResult } from "../models/memory-search.js";
import { Session, type SessionInput } from "../models/session.js";
import type { ApiClient, ApiRequest, RequestOptions } from "../options.js";

/** How long the server waits for enrichment when not told otherwise. */
const DEFAULT_WAIT_SECONDS = 10;

/** Milliseconds on top of the wait within which the answer has to arrive. */
const WAIT_MARGIN = 10_000;

export interface AddMemoryOptions extends RequestOptions {
  /** Answer when the new messages are enriched (counted, embedded, tagged, summarised), or when `waitSeconds` are over. */
  wait?: boolean | undefined;
  /** How long to wait at most; 10 when absent, and no more than 60. `getEnrichment` says what is left after that. */
  waitSeconds?: number | undefined;
  /** Store the messages under the `created_at` they carry instead of the present time, to import histories. */
  keepTimestamps?: boolean | undefined;
}

export class MemoryManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /** @throws NotFoundError when there is no such session, or it was deleted. */
  async getSession(sessionId: string, options?: RequestOptions): Promise<Session> {
    const notFoundMessage = `No session found for sessionId ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}`;
    const response = await this.client.request({ method: "GET", path: url, notFoundMessage }, options);
    return new Session(readObject<SessionInput>(response));
  }

  /**
   * Creates a session; adding memory to an unknown session creates one too, but without user and metadata.
   *
   * @throws APIError with code 400 when the session exists or its user does not.
   */
  async addSession(session: SessionInput, options?: RequestOptions): Promise<Session> {
    const { session_id, user_id, metadata, ttl, remember } = session;
    requireId("session.session_id", session_id);
    const body = present({ session_id, user_id, metadata, expires_at: expiryBeside(session), ttl, remember });
    const response = await this.client.request({ method: "POST", path: "/sessions", body }, options);
    return new Session(readObject<SessionInput>(response));
  }

  /**
   * Merges the metadata of the session into the stored one, key by key, and brings a deleted session back. The user of a
   * session cannot be changed; when it expires, and whether it is remembered, can.
   *
   * @throws NotFoundError when there is no such session.
   */
  async updateSession(session: SessionInput, options?: RequestOptions): Promise<Session> {
    const { session_id, metadata, ttl, remember } = session;
    const notFoundMessage = `Failed to update session ${session_id}: it does not exist`;
    const url = path`/sessions/${{ "session.session_id": session_id }}`;
    const body = present({ metadata, expires_at: expiryBeside(session), ttl, remember });
    const response = await this.client.request({ method: "PATCH", path: url, body, notFoundMessage }, options);
    return new Session(readObject<SessionInput>(response));
  }

  /**
   * @param limit how many at most; all when absent
   * @param cursor the `id` after which the list goes on
   */
  async listSessions(limit?: number, cursor?: number, options?: RequestOptions): Promise<Session[]> {
    const response = await this.client.request({ method: "GET", path: "/sessions", query: { limit, cursor } }, options);
    return readArray<SessionInput>(response).map((session) => new Session(session));
  }

  /** All sessions in the order of their creation, in chunks. Each one that exists all the while comes exactly once. */
  listSessionsChunked(chunkSize = 100, options?: RequestOptions): AsyncGenerator<Session[], void, unknown> {
    return walkById(chunkSize, (limit, cursor) => this.listSessions(limit, cursor, options));
  }

  /**
   * The newest messages and the summary of those before; empty for a session that does not exist.
   *
   * @param lastn how many of the newest messages; the server's window when absent
   */
  async getMemory(sessionId: string, lastn?: number, options?: RequestOptions): Promise<Memory | null> {
    const url = path`/sessions/${{ sessionId }}/memory`;
    const response = await this.client.request({ method: "GET", path: url, query: { lastn } }, options);
    const { messages, summary } = readObject<IMemory>(response);
    return messages ? new Memory({ messages, summary }) : null;
  }

  /** Appends the messages to the session, which is created, or brought back, if need be. Resolves to the text `OK`. */
  async addMemory(sessionId: string, memory: Memory | IMemory, options: AddMemoryOptions = {}): Promise<string> {
    const { wait, waitSeconds, keepTimestamps, ...rest } = options;
    const request: ApiRequest = {
      method: "POST",
      path: path`/sessions/${{ sessionId }}/memory`,
      query: { wait: wait || undefined, wait_seconds: waitSeconds, keep_timestamps: keepTimestamps || undefined },
      body: { messages: memory.messages ?? [] },
    };
    const patience = wait ? { timeout: (waitSeconds ?? DEFAULT_WAIT_SECONDS) * 1000 + WAIT_MARGIN } : {};
    const response = await this.client.request(request, { ...patience, ...present(rest) });
    return response.text;
  }

  /**
   * Deletes the session and all that was said in it. Resolves to the text `OK`.
   *
   * @throws NotFoundError when there is no such session.
   */
  async deleteMemory(sessionId: string, options?: RequestOptions): Promise<string> {
    const notFoundMessage = `No session found for sessionId ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/memory`;
    const response = await this.client.request({ method: "DELETE", path: url, notFoundMessage }, options);
    return response.text;
  }

  /**
   * Searches one session, best results first; `client.user.searchMemory` searches all sessions of a user, and
   * `searchAllSessions` everything.
   *
   * @param limit how many results at most; 10 when absent
   */
  async searchMemory(
    sessionId: string,
    payload: IMemorySearchPayload,
    limit?: number,
    options?: RequestOptions,
  ): Promise<MemorySearchResult[]> {
    const url = path`/sessions/${{ sessionId }}/search`;
    const request = { method: "POST", path: url, query: { limit }, body: payload, readOnly: true } as const;
    const response = await this.client.request(request, options);
    return readArray<IMemorySearchResult>(response).map((result) => new MemorySearchResult(result));
  }

  /**
   * Searches all sessions of all users, best results first; each names its `session_id`.
   *
   * @param limit how many results at most; 10 when absent
   */
  async searchAllSessions(
    payload: IMemorySearchPayload,
    limit?: number,
    options?: RequestOptions,
  ): Promise<MemorySearchResult[]> {
    const request = { method: "POST", path: "/search", query: { limit }, body: payload, readOnly: true } as const;
    const response = await this.client.request(request, options);
    return readArray<IMemorySearchResult>(response).map((result) => new MemorySearchResult(result));
  }

  /**
   * What the server has still to derive from the messages of a session.
   *
   * @throws NotFoundError when there is no such session.
   */
  async getEnrichment(sessionId: string, options?: RequestOptions): Promise<Enrichment> {
    const notFoundMessage = `No session found for sessionId ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/enrichment`;
    const response = await this.client.request({ method: "GET", path: url, notFoundMessage }, options);
    return readObject<Enrichment>(response);
  }
}

/** The time to expire to send; a `ttl` goes before the time that the server had told. */
function expiryBeside({ expires_at, ttl }: SessionInput): string | undefined {
  return ttl === undefined ? expires_at : undefined;
}
