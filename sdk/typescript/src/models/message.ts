/** A message: one turn of a conversation. */

import { present } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export interface IMessage {
  uuid?: string | undefined;
  created_at?: string | undefined;
  updated_at?: string | undefined;
  /** Who speaks, in the application's own words; comes back as given. */
  role: string;
  content: string;
  /** Counted by the server some time after the message was stored. */
  token_count?: number | undefined;
  metadata?: Metadata | undefined;
  /** Who speaks, where that is more than the role. */
  name?: string | undefined;
  /** From when on the message is gone. */
  expires_at?: string | undefined;
  /** Instead of `expires_at`, where it is sent: seconds until the message is gone. */
  ttl?: number | undefined;
  /** False: no facts and no summaries are made of it, and only searches of its session find it. */
  remember?: boolean | undefined;
}

export class Message implements IMessage {
  uuid?: string | undefined;
  created_at?: string | undefined;
  updated_at?: string | undefined;
  role: string;
  content: string;
  token_count?: number | undefined;
  metadata?: Metadata | undefined;
  name?: string | undefined;
  expires_at?: string | undefined;
  ttl?: number | undefined;
  remember?: boolean | undefined;

  constructor(data: IMessage) {
    const given = present(data);
    this.uuid = given.uuid;
    this.created_at = given.created_at;
    this.updated_at = given.updated_at;
    this.role = given.role;
    this.content = given.content;
    this.token_count = given.token_count;
    this.metadata = given.metadata;
    this.name = given.name;
    this.expires_at = given.expires_at;
    this.ttl = given.ttl;
    this.remember = given.remember;
  }

  /** A plain object without the fields that are not set. */
  toDict(): IMessage {
    return present<IMessage>({ ...this });
  }
}
