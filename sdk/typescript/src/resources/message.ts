/** `client.message`: single messages of a session. */

import { readObject, unexpected } from "../internal/answer.js";
import { path } from "../internal/path.js";
import { type IMessage, Message } from "../models/message.js";
import type { Metadata } from "../models/metadata.js";
import type { ApiClient, RequestOptions } from "../options.js";

export class MessageManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /**
   * The messages of a session, oldest first; none for a session that does not exist.
   *
   * @param limit messages per page; all messages when absent
   * @param cursor number of the page, from 1
   */
  async getSessionMessages(
    sessionId: string,
    limit?: number,
    cursor?: number,
    options?: RequestOptions,
  ): Promise<Message[]> {
    const url = path`/sessions/${{ sessionId }}/messages`;
    const query = { limit: limit || undefined, cursor: cursor || undefined };
    const response = await this.client.request({ method: "GET", path: url, query }, options);
    const { messages } = readObject<{ messages?: IMessage[] }>(response);
    if (!Array.isArray(messages)) throw unexpected(response, 'an object with the array "messages"');
    return messages.map((message) => new Message(message));
  }

  /** @throws NotFoundError when the session has no such message. */
  async getSessionMessage(sessionId: string, messageId: string, options?: RequestOptions): Promise<Message> {
    const notFoundMessage = `No message ${messageId} found in session ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/messages/${{ messageId }}`;
    const response = await this.client.request({ method: "GET", path: url, notFoundMessage }, options);
    return new Message(readObject<IMessage>(response));
  }

  /**
   * Merges the metadata into the message's own, key by key.
   *
   * @param metadata the keys themselves, not wrapped in a further `metadata`
   * @throws NotFoundError when the session has no such message.
   */
  async updateSessionMessageMetadata(
    sessionId: string,
    messageId: string,
    metadata: Metadata,
    options?: RequestOptions,
  ): Promise<Message> {
    const notFoundMessage = `No message ${messageId} found in session ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/messages/${{ messageId }}`;
    const request = { method: "PATCH", path: url, body: { metadata }, notFoundMessage } as const;
    return new Message(readObject<IMessage>(await this.client.request(request, options)));
  }

  /**
   * Gives the message another content, merges metadata, or both; searches find what it says now. It can be given
   * another time to expire, none (an empty `expires_at`), and be remembered or not.
   *
   * @throws NotFoundError when the session has no such message.
   */
  async updateSessionMessage(
    sessionId: string,
    messageId: string,
    change: { content?: string; metadata?: Metadata; expires_at?: string; ttl?: number; remember?: boolean },
    options?: RequestOptions,
  ): Promise<Message> {
    const notFoundMessage = `No message ${messageId} found in session ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/messages/${{ messageId }}`;
    const request = { method: "PATCH", path: url, body: change, notFoundMessage } as const;
    return new Message(readObject<IMessage>(await this.client.request(request, options)));
  }

  /**
   * Deletes one message, for every reader at once.
   *
   * @throws NotFoundError when the session has no such message.
   */
  async deleteSessionMessage(sessionId: string, messageId: string, options?: RequestOptions): Promise<void> {
    const notFoundMessage = `No message ${messageId} found in session ${sessionId}`;
    const url = path`/sessions/${{ sessionId }}/messages/${{ messageId }}`;
    await this.client.request({ method: "DELETE", path: url, notFoundMessage }, options);
  }
}
