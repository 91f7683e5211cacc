/** `client.facts`: what is known about users. */

import { readObject } from "../internal/answer.js";
import { path, requireId } from "../internal/path.js";
import {
  type Fact,
  type FactChange,
  type FactFilters,
  type FactPage,
  type FactQuery,
  type FactStatement,
  type FoundFact,
  type NewFact,
  type Profile,
  withDates,
} from "../models/fact.js";
import type { ApiClient, RequestOptions } from "../options.js";

/** Options of a change that must not overwrite somebody else's. */
export interface FactChangeOptions extends RequestOptions {
  /** The revision that the fact must still have; else the change is refused with code 412. */
  revision?: number | undefined;
}

export class FactsManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /** @throws APIError with code 400 when something is wrong with the fact; its text names the field. */
  async add(fact: NewFact, options?: RequestOptions): Promise<Fact> {
    const response = await this.client.request({ method: "POST", path: "/facts", body: fact }, options);
    return withDates<Fact>(readObject(response));
  }

  /**
   * A fact with its sources and its history.
   *
   * @throws NotFoundError when there is no such fact.
   */
  async get(factId: string, options?: RequestOptions): Promise<Fact> {
    const request = { method: "GET", path: path`/facts/${{ factId }}`, notFoundMessage: missing(factId) } as const;
    return withDates<Fact>(readObject(await this.client.request(request, options)));
  }

  /** A page of facts, newest first. */
  async list(filters: FactFilters = {}, options?: RequestOptions): Promise<FactPage> {
    const query = { ...filters, as_of: moment(filters.as_of), valid_on: moment(filters.valid_on) };
    const response = await this.client.request({ method: "GET", path: "/facts", query }, options);
    return withDates<FactPage>(readObject(response));
  }

  /** All facts, newest first, in chunks. */
  async *listAll(filters: FactFilters = {}, options?: RequestOptions): AsyncGenerator<Fact[], void, unknown> {
    let page = await this.list(filters, options);
    while (page.facts.length > 0) {
      yield page.facts;
      if (page.next_cursor === null) return;
      page = await this.list({ ...filters, cursor: page.next_cursor }, options);
    }
  }

  /**
   * Makes a new revision of a fact.
   *
   * @throws NotFoundError when there is no such fact; APIError with code 412 when it has another revision.
   */
  async update(factId: string, change: FactChange, options: FactChangeOptions = {}): Promise<Fact> {
    const url = path`/facts/${{ factId }}`;
    const request = { method: "PATCH", path: url, body: change, notFoundMessage: missing(factId) } as const;
    return withDates<Fact>(readObject(await this.client.request(request, guarded(options))));
  }

  /**
   * Leaves nothing of a fact but a tombstone without content. Resolves to the text `OK`.
   *
   * @throws NotFoundError when there is no such fact; APIError with code 412 when it has another revision.
   */
  async forget(factId: string, options: FactChangeOptions = {}): Promise<string> {
    const request = { method: "DELETE", path: path`/facts/${{ factId }}`, notFoundMessage: missing(factId) } as const;
    return (await this.client.request(request, guarded(options))).text;
  }

  /** The valid facts that answer best, best first. */
  async search(text: string, query: FactQuery = {}, options?: RequestOptions): Promise<FoundFact[]> {
    const request = { method: "POST", path: "/facts/search", body: { ...query, text }, readOnly: true } as const;
    const response = await this.client.request(request, options);
    return withDates<FoundFact[]>(readObject<{ results: unknown[] }>(response).results);
  }

  /** What would be kept of a conversation; nothing is stored. */
  async preview(messages: { role: string; content: string }[], options?: RequestOptions): Promise<FactStatement[]> {
    const request = { method: "POST", path: "/facts/preview", body: { messages }, readOnly: true } as const;
    return readObject<{ facts: FactStatement[] }>(await this.client.request(request, options)).facts;
  }

  /**
   * What is known about a user, slot by slot.
   *
   * @param moments `as_of`: what was known then; `valid_on`: what was true then
   * @throws NotFoundError when there is no such user.
   */
  async getProfile(
    userId: string,
    moments: Pick<FactFilters, "as_of" | "valid_on"> = {},
    options?: RequestOptions,
  ): Promise<Profile> {
    const query = { as_of: moment(moments.as_of), valid_on: moment(moments.valid_on) };
    const notFoundMessage = `No user found for userId ${userId}`;
    const request = { method: "GET", path: path`/user/${{ userId }}/profile`, query, notFoundMessage } as const;
    return withDates<Profile>(readObject(await this.client.request(request, options)));
  }

  /** The facts that rest on a message. @throws NotFoundError when the session has no such message. */
  async ofMessage(sessionId: string, messageId: string, options?: RequestOptions): Promise<Fact[]> {
    requireId("messageId", messageId);
    const url = path`/sessions/${{ sessionId }}/messages/${{ messageId }}/facts`;
    const notFoundMessage = `No message ${messageId} found in session ${sessionId}`;
    const response = await this.client.request({ method: "GET", path: url, notFoundMessage }, options);
    return withDates<Fact[]>(readObject<{ facts: unknown[] }>(response).facts);
  }
}

function missing(factId: string): string {
  return `No fact found for factId ${factId}`;
}

function guarded({ revision, ...options }: FactChangeOptions): RequestOptions {
  if (revision === undefined) return options;
  return { ...options, headers: { ...options.headers, "If-Match": `"${revision}"` } };
}

function moment(value: Date | string | undefined): string | undefined {
  return value instanceof Date ? value.toISOString() : value;
}
