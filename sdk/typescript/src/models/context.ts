/** Contexts: what an assistant should know now, as a text for its prompt. */

import type { Metadata } from "./metadata.js";

export type ContextSectionName = "instructions" | "profile" | "summary" | "facts" | "messages" | "recent";

/** Whether a section is wanted, or how much of it at most. */
export type ContextChoice = boolean | { max_tokens?: number | undefined; limit?: number | undefined };

export interface ContextQuery {
  session_id?: string | undefined;
  user_id?: string | undefined;
  /** Without it the last of `messages`, or of the session, make the question. */
  query?: string | undefined;
  /** Turns that are not stored. */
  messages?: { role: string; content: string }[] | undefined;
  max_tokens?: number | undefined;
  sections?: Partial<Record<ContextSectionName, ContextChoice>> | undefined;
  /** How many messages on either side of what was found are given as well, where they fit. */
  neighbours?: number | undefined;
  min_score?: number | undefined;
  where?: Metadata | undefined;
  start_date?: string | undefined;
  end_date?: string | undefined;
  as_of?: string | undefined;
  now?: string | undefined;
  time_zone?: string | undefined;
  format?: "text" | "messages" | "json" | undefined;
  /** The `stable.sha256` of an earlier answer: while that part is unchanged its text is not sent again. */
  known_stable?: string | undefined;
  /** How long searches of the server may take, in milliseconds. */
  timeout_ms?: number | undefined;
}

export interface ContextItem {
  kind: string;
  uuid: string;
  session_id: string | null;
  speaker: string;
  created_at: string;
  score: number | null;
  text: string;
  truncated: boolean;
}

export interface ContextSection {
  name: ContextSectionName;
  text: string;
  tokens: number;
  items: ContextItem[];
}

export interface Context {
  /** The text for the prompt: the stable part and, behind it, the volatile one. */
  context: string;
  stable: { text: string; sha256: string; unchanged: boolean };
  volatile: { text: string };
  sections: ContextSection[];
  tokens: number;
  max_tokens: number;
  truncated: boolean;
  left_out: { section: ContextSectionName; items: number; reason: "budget" | "timeout" }[];
  took_ms: number;
  /** Given for the format `messages`. */
  messages?: { role: string; content: string }[];
}
