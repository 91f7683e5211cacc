/** A session: one conversation, perhaps of a user. */

import { present } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export interface ISession {
  uuid?: string | undefined;
  /** Ascending integer given by the server; the cursor of session lists. */
  id?: number | undefined;
  created_at?: string | undefined;
  updated_at?: string | undefined;
  deleted_at?: string | undefined;
  session_id: string;
  metadata: Metadata;
  user_id?: string | undefined;
  /** From when on the session is gone; an empty text lets it stay. */
  expires_at?: string | undefined;
  /** Instead of `expires_at`, where it is sent: seconds until the session is gone. */
  ttl?: number | undefined;
  /** False: no facts are made of it, and only searches of the session itself find its messages. */
  remember?: boolean | undefined;
}

/** What a session is made from: everything but its id may be left out. */
export type SessionInput = Omit<ISession, "metadata"> & { metadata?: Metadata | undefined };

export class Session implements ISession {
  uuid?: string | undefined;
  id?: number | undefined;
  created_at?: string | undefined;
  updated_at?: string | undefined;
  deleted_at?: string | undefined;
  session_id: string;
  /** `{}` when the session has none. */
  metadata: Metadata;
  user_id?: string | undefined;
  expires_at?: string | undefined;
  ttl?: number | undefined;
  remember?: boolean | undefined;

  constructor(data: SessionInput) {
    const given = present(data);
    this.uuid = given.uuid;
    this.id = given.id;
    this.created_at = given.created_at;
    this.updated_at = given.updated_at;
    this.deleted_at = given.deleted_at;
    this.session_id = given.session_id;
    this.metadata = given.metadata ?? {};
    this.user_id = given.user_id;
    this.expires_at = given.expires_at;
    this.ttl = given.ttl;
    this.remember = given.remember;
  }

  /** A plain object without the fields that are not set. */
  toDict(): ISession {
    return present<ISession>({ ...this });
  }
}
