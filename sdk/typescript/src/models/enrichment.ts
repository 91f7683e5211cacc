/** How far the server has come with what it derives from messages. */

export interface EnrichmentJob {
  id: number;
  /** What is left to do: `tokens`, `entities` … */
  steps: string[];
  /** How many messages the job concerns. */
  messages: number;
  status: "pending" | "parked";
  attempts: number;
  /** Why the last attempt failed; empty when none did. */
  error: string;
  created_at: string;
}

export interface Enrichment {
  /** `parked` when nothing is left but jobs that were given up and wait for a person. */
  status: "done" | "pending" | "parked";
  pending: number;
  parked: number;
  /** The first hundred jobs that are not done. */
  jobs: EnrichmentJob[];
}
