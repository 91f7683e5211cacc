/** `client.user`: users, their sessions, and searches over all of these. */

import { readArray, readObject } from "../internal/answer.js";
import { path, requireId } from "../internal/path.js";
import { walkById } from "../internal/walk.js";
import { type IMemorySearchPayload, type IMemorySearchResult, MemorySearchResult } from "../models/memory-search.js";
import { Session, type SessionInput } from "../models/session.js";
import {
  CreateUserRequest,
  type ICreateUserRequest,
  type IUpdateUserRequest,
  type IUser,
  UpdateUserRequest,
  User,
} from "../models/user.js";
import type { ApiClient, RequestOptions } from "../options.js";

export class UserManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /** @throws APIError with code 400 when the user exists. */
  async add(user: ICreateUserRequest, options?: RequestOptions): Promise<User> {
    requireId("user.user_id", user.user_id);
    const body = new CreateUserRequest(user).toDict();
    const response = await this.client.request({ method: "POST", path: "/user", body }, options);
    return new User(readObject<IUser>(response));
  }

  /** @throws NotFoundError when there is no such user. */
  async get(userId: string, options?: RequestOptions): Promise<User> {
    const notFoundMessage = `No user found for userId ${userId}`;
    const response = await this.client.request(
      { method: "GET", path: path`/user/${{ userId }}`, notFoundMessage },
      options,
    );
    return new User(readObject<IUser>(response));
  }

  /**
   * Sets the fields that are given and merges the metadata into the stored one. A field cannot be emptied.
   *
   * @throws NotFoundError when there is no such user.
   */
  async update(user: IUpdateUserRequest, options?: RequestOptions): Promise<User> {
    const notFoundMessage = `Failed to update user ${user.user_id}: it does not exist`;
    const url = path`/user/${{ "user.user_id": user.user_id }}`;
    const body = new UpdateUserRequest(user).toDict();
    const response = await this.client.request({ method: "PATCH", path: url, body, notFoundMessage }, options);
    return new User(readObject<IUser>(response));
  }

  /**
   * Deletes the user with all sessions, at once and for good. Resolves to the text `OK`.
   *
   * @throws NotFoundError when there is no such user.
   */
  async delete(userId: string, options?: RequestOptions): Promise<string> {
    const notFoundMessage = `Failed to delete user ${userId}: it does not exist`;
    const request = { method: "DELETE", path: path`/user/${{ userId }}`, notFoundMessage } as const;
    return (await this.client.request(request, options)).text;
  }

  /**
   * @param limit how many at most; all when absent
   * @param cursor the `id` after which the list goes on
   */
  async list(limit?: number, cursor?: number, options?: RequestOptions): Promise<User[]> {
    const response = await this.client.request({ method: "GET", path: "/user", query: { limit, cursor } }, options);
    return readArray<IUser>(response).map((user) => new User(user));
  }

  /** All users in the order of their creation, in chunks. Each one that exists all the while comes exactly once. */
  listChunked(chunkSize = 100, options?: RequestOptions): AsyncGenerator<User[], void, unknown> {
    return walkById(chunkSize, (limit, cursor) => this.list(limit, cursor, options));
  }

  /** The sessions of a user, oldest first; none for a user that does not exist. */
  async getSessions(userId: string, options?: RequestOptions): Promise<Session[]> {
    const response = await this.client.request({ method: "GET", path: path`/user/${{ userId }}/sessions` }, options);
    return readArray<SessionInput>(response).map((session) => new Session(session));
  }

  /**
   * Searches all sessions of a user, best results first; each names its `session_id`.
   *
   * @param limit how many results at most; 10 when absent
   */
  async searchMemory(
    userId: string,
    payload: IMemorySearchPayload,
    limit?: number,
    options?: RequestOptions,
  ): Promise<MemorySearchResult[]> {
    const url = path`/user/${{ userId }}/search`;
    const request = { method: "POST", path: url, query: { limit }, body: payload, readOnly: true } as const;
    const response = await this.client.request(request, options);
    return readArray<IMemorySearchResult>(response).map((result) => new MemorySearchResult(result));
  }
}
