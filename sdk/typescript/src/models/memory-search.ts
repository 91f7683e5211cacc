/** A question to the memory of a session or of a user, and what it finds. */

import { present, toVector } from "../internal/fields.js";
import { type ISummary, Summary } from "./memory.js";
import { type IMessage, Message } from "./message.js";
import type { Metadata } from "./metadata.js";

export type SearchScope = "messages" | "summary";

/**
 * How to rank: `similarity` by words and meaning together, `mmr` likewise but with variety, `vector` by meaning alone,
 * `lexical` by words alone.
 */
export type MemorySearchType = "similarity" | "mmr" | "vector" | "lexical";

export interface IMemorySearchPayload {
  /** What to look for; may be left out when `metadata` filters. */
  text?: string | undefined;
  /** A filter: `{ where: { jsonpath: '$ ? (@.topic == "food")' }, start_date, end_date }`. */
  metadata?: Metadata | undefined;
  search_scope?: SearchScope | undefined;
  search_type?: MemorySearchType | undefined;
  /** For `mmr`: 1 wants relevance only, values near 0 variety. */
  mmr_lambda?: number | undefined;
  /** Leaves out results whose `dist` is smaller. */
  min_score?: number | undefined;
  /** Adds to each result what its `dist` is made of. */
  explain?: boolean | undefined;
  /** The moment from which "yesterday" counts, such as `2024-05-02T08:00:00+02:00`; the present when left out. */
  now?: string | undefined;
  /** IANA name of the time zone by whose days it counts; the offset of `now`, or UTC, when left out. */
  time_zone?: string | undefined;
  /** Gives results that say the same, word for word, once; left out: where more than one session is searched. */
  collapse?: boolean | undefined;
  /** Gives values of metadata with more than 8192 bytes, such as images, whole: else they are cut in results. */
  whole_metadata?: boolean | undefined;
}

export class MemorySearchPayload implements IMemorySearchPayload {
  metadata?: Metadata | undefined;
  text?: string | undefined;
  search_scope?: SearchScope | undefined;
  search_type?: MemorySearchType | undefined;
  mmr_lambda?: number | undefined;
  declare min_score?: number | undefined;
  declare explain?: boolean | undefined;
  declare now?: string | undefined;
  declare time_zone?: string | undefined;
  declare collapse?: boolean | undefined;
  declare whole_metadata?: boolean | undefined;

  constructor(data: IMemorySearchPayload) {
    const given = present(data);
    this.metadata = given.metadata;
    this.text = given.text;
    this.search_scope = given.search_scope ?? "messages";
    this.search_type = given.search_type ?? "similarity";
    this.mmr_lambda = given.mmr_lambda ?? 0.5;
    if (given.min_score !== undefined) this.min_score = given.min_score;
    if (given.explain !== undefined) this.explain = given.explain;
    if (given.now !== undefined) this.now = given.now;
    if (given.time_zone !== undefined) this.time_zone = given.time_zone;
    if (given.collapse !== undefined) this.collapse = given.collapse;
    if (given.whole_metadata !== undefined) this.whole_metadata = given.whole_metadata;
  }
}

/** Where the same was said: the session, and the UUID of the message or summary. */
export interface Duplicate {
  session_id: string;
  uuid: string;
}

export interface IMemorySearchResult {
  message?: IMessage | undefined;
  summary?: ISummary | undefined;
  metadata?: Metadata | undefined;
  dist?: number | undefined;
  session_id?: string | undefined;
  embedding?: Float32Array | number[] | undefined;
  explanation?: Record<string, number> | undefined;
  duplicates?: number | undefined;
  duplicates_at?: Duplicate[] | undefined;
}

/** What is not part of every result is not even a key of it, because applications spread results into metadata. */
export class MemorySearchResult {
  /** Set when messages were searched. */
  message?: Message | undefined;
  /** Set when summaries were searched. */
  summary?: Summary | undefined;
  metadata: Metadata;
  /** Similarity to the question: the larger, the closer. */
  dist?: number | undefined;
  /** The session it was found in; set by searches over a whole user. */
  declare session_id?: string | undefined;
  /** Vector of the message or summary; set by searches of type `mmr`. */
  declare embedding?: Float32Array | undefined;
  /** The parts of `dist`; set when the search asked to `explain`. */
  declare explanation?: Record<string, number> | undefined;
  /** How many results that say the same were left out; set when there are any. */
  declare duplicates?: number | undefined;
  /** Where those are. */
  declare duplicates_at?: Duplicate[] | undefined;

  constructor(data: IMemorySearchResult = {}) {
    const given = present(data);
    this.message = given.message === undefined ? undefined : new Message(given.message);
    this.summary = given.summary === undefined ? undefined : new Summary(given.summary);
    this.metadata = given.metadata ?? {};
    this.dist = given.dist;
    if (given.session_id !== undefined) this.session_id = given.session_id;
    if (given.embedding !== undefined) this.embedding = toVector(given.embedding);
    if (given.explanation !== undefined) this.explanation = given.explanation;
    if (given.duplicates !== undefined) this.duplicates = given.duplicates;
    if (given.duplicates_at !== undefined) this.duplicates_at = given.duplicates_at;
  }
}
