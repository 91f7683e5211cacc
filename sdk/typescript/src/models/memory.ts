/** The memory of a session: its newest messages, and a summary of what came before them. */

import { present } from "../internal/fields.js";
import { type IMessage, Message } from "./message.js";
import type { Metadata } from "./metadata.js";

export interface ISummary {
  uuid: string;
  created_at: string;
  content: string;
  metadata?: Metadata | undefined;
  /** The newest message that the summary covers. */
  recent_message_uuid: string;
  token_count: number;
}

/** A session without a summary yet has one whose `content` is empty. */
export class Summary implements ISummary {
  uuid: string;
  created_at: string;
  content: string;
  metadata?: Metadata | undefined;
  recent_message_uuid: string;
  token_count: number;

  constructor(data: ISummary) {
    const given = present(data);
    this.uuid = given.uuid;
    this.created_at = given.created_at;
    this.content = given.content;
    this.metadata = given.metadata;
    this.recent_message_uuid = given.recent_message_uuid;
    this.token_count = given.token_count;
  }

  /** A plain object without the fields that are not set. */
  toDict(): ISummary {
    return present<ISummary>({ ...this });
  }
}

export interface IMemory {
  messages?: IMessage[] | undefined;
  metadata?: Metadata | undefined;
  summary?: ISummary | undefined;
  uuid?: string | undefined;
  created_at?: string | undefined;
  token_count?: number | undefined;
}

export class Memory {
  /** Oldest first. */
  messages: Message[];
  metadata: Metadata;
  summary?: Summary | undefined;
  uuid?: string | undefined;
  created_at?: string | undefined;
  token_count?: number | undefined;

  constructor(data: IMemory = {}) {
    const given = present(data);
    this.messages = (given.messages ?? []).map((message) => new Message(message));
    this.metadata = given.metadata ?? {};
    this.summary = given.summary === undefined ? undefined : new Summary(given.summary);
    this.uuid = given.uuid;
    this.created_at = given.created_at;
    this.token_count = given.token_count;
  }

  /** A plain object, all the way down, without the fields that are not set. */
  toDict(): IMemory {
    const messages = this.messages.map((message) => message.toDict());
    return present<IMemory>({ ...this, messages, summary: this.summary?.toDict() });
  }
}
