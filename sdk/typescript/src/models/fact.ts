/** Facts: sentences about users, with where they come from and when they hold. */

import { toDate } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export type FactOrigin = "stated" | "asserted" | "extracted";

export type FactState = "valid" | "superseded" | "invalid" | "forgotten";

/** What a fact rests on: `quote` is a part of the message's content, from `start` to `end` in code points. */
export interface FactSource {
  message: string;
  session_id: string;
  role: string;
  said_at: Date;
  start: number;
  end: number;
  quote: string;
}

/** What a fact was from one change to the next: who made it so, when and why. */
export interface FactRevision {
  revision: number;
  text: string;
  slot: string | null;
  value: string | null;
  state: FactState;
  valid_at: Date;
  invalid_at: Date | null;
  pinned: boolean;
  topics: string[];
  metadata: Metadata;
  at: Date;
  actor: string;
  reason: string;
}

export interface Fact {
  uuid: string;
  user_id: string | null;
  session_id: string | null;
  subject: string;
  origin: FactOrigin;
  text: string;
  slot: string | null;
  value: string | null;
  /** Whether it says that the value holds no more. */
  ends: boolean;
  state: FactState;
  /** When it is true: from here … */
  valid_at: Date;
  /** … to here. */
  invalid_at: Date | null;
  superseded_by: string | null;
  /** When the server knew it: from here … */
  created_at: Date;
  updated_at: Date;
  /** … to here. */
  retired_at: Date | null;
  revision: number;
  pinned: boolean;
  topics: string[];
  metadata: Metadata;
  actor: string;
  reason: string;
  /** Comes with a single fact. */
  sources?: FactSource[] | undefined;
  /** Comes with a single fact; the present revision is the last. */
  history?: FactRevision[] | undefined;
}

/** A fact to assert of a user, or in a session that has none. */
export interface NewFact {
  user_id?: string | undefined;
  session_id?: string | undefined;
  subject?: string | undefined;
  text: string;
  /** One of the server's slots, or a key of your own with the prefix `x-`. */
  slot?: string | undefined;
  value?: string | undefined;
  valid_at?: Date | string | undefined;
  invalid_at?: Date | string | undefined;
  /** The facts whose place it takes. */
  supersedes?: string | string[] | undefined;
  /** The messages that it rests on. */
  sources?: string[] | undefined;
  pinned?: boolean | undefined;
  topics?: string[] | undefined;
  metadata?: Metadata | undefined;
}

/** What is absent stays; an empty text takes `slot`, `value` or `invalid_at` away. */
export interface FactChange {
  text?: string | undefined;
  slot?: string | undefined;
  value?: string | undefined;
  valid_at?: Date | string | undefined;
  invalid_at?: Date | string | undefined;
  pinned?: boolean | undefined;
  topics?: string[] | undefined;
  metadata?: Metadata | undefined;
  state?: "valid" | "invalid" | undefined;
  reason?: string | undefined;
}

export interface FactFilters {
  user_id?: string | undefined;
  session_id?: string | undefined;
  /** Valid facts when absent. */
  state?: FactState | "all" | undefined;
  origin?: FactOrigin | undefined;
  slot?: string | undefined;
  topic?: string | undefined;
  pinned?: boolean | undefined;
  /** What was known at this moment. */
  as_of?: Date | string | undefined;
  /** What was true at this moment. */
  valid_on?: Date | string | undefined;
  limit?: number | undefined;
  /** The `next_cursor` of the page before. */
  cursor?: string | undefined;
}

/** Some facts, newest first, and how many there are. */
export interface FactPage {
  facts: Fact[];
  total_count: number;
  /** Null on the last page. */
  next_cursor: string | null;
}

export interface FactQuery {
  user_id?: string | undefined;
  session_id?: string | undefined;
  /** A condition on metadata. */
  where?: Record<string, unknown> | undefined;
  as_of?: Date | string | undefined;
  limit?: number | undefined;
  min_score?: number | undefined;
  explain?: boolean | undefined;
}

export interface FoundFact {
  fact: Fact;
  dist: number;
  explanation?: Record<string, number> | undefined;
}

/** What fills a slot, and in whose words; `fact` is the UUID of the fact. */
export interface ProfileValue {
  fact: string;
  value: string | null;
  text: string;
  origin: FactOrigin;
  valid_at: Date;
  invalid_at: Date | null;
  quote: FactSource | null;
}

/** What fills a slot now, and what did before, newest first; a `single` slot has at most one current value. */
export interface ProfileSlot {
  single: boolean;
  current: ProfileValue[];
  former: ProfileValue[];
}

export interface Profile {
  user_id: string;
  slots: Record<string, ProfileSlot>;
}

/** What would be kept of a conversation. */
export interface FactStatement {
  /** Index of the message. */
  message: number;
  start: number;
  end: number;
  text: string;
  slot: string | null;
  value: string | null;
  ends: boolean;
}

const TIMES = new Set(["valid_at", "invalid_at", "created_at", "updated_at", "retired_at", "said_at", "at"]);

/** An object of the wire, in which times are texts, with dates in their place; metadata stay as they are. */
export function withDates<T>(value: unknown): T {
  if (Array.isArray(value)) return value.map((item) => withDates(item)) as T;
  if (typeof value !== "object" || value === null) return value as T;
  const entries = Object.entries(value).map(([key, entry]) => {
    if (TIMES.has(key) && typeof entry === "string") return [key, toDate(entry)];
    return [key, key === "metadata" ? entry : withDates(entry)];
  });
  return Object.fromEntries(entries) as T;
}
