/** `client.context`: what an assistant should know now, as a text for its prompt. */

import { ArgumentError } from "../errors.js";
import { readObject } from "../internal/answer.js";
import type { Context, ContextQuery } from "../models/context.js";
import type { ApiClient, RequestOptions } from "../options.js";

export class ContextManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /**
   * Instructions, profile, summary, facts and messages within a number of tokens, each with a citation.
   *
   * @throws ArgumentError without a user and a session; APIError with code 400 for what makes no sense.
   */
  async get(query: ContextQuery, options?: RequestOptions): Promise<Context> {
    if (!query.user_id && !query.session_id) throw new ArgumentError("give a user_id or a session_id");
    const response = await this.client.request({ method: "POST", path: "/context", body: query }, options);
    return readObject<Context>(response);
  }
}
