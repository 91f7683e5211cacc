/** Sending many items in requests of bounded size, a few at a time. */

/** Items per request. */
const MAX_ITEMS = 500;

/** UTF-8 bytes per request, somewhat below the server's default limit of 5 MiB. */
const MAX_BYTES = 4_500_000;

/** Requests under way at once. */
const CONCURRENCY = 5;

export interface BatchOutcome<Result> {
  /** One entry per item, in the order of the items; `undefined` for those of a failed or unsent batch. */
  results: Array<Result | undefined>;
  failed: boolean;
  /** Why the first batch failed, when one did. */
  error: unknown;
}

/** Sends a JSON array of so many items and resolves to one result for each. */
export type SendBatch<Result> = (batch: string, count: number) => Promise<Result[]>;

/**
 * Sends the items, each given as JSON text, as JSON arrays. After a failure no further batch is begun, but those under way
 * are waited for, so that the outcome is known for each item.
 */
export async function runInBatches<Result>(
  items: readonly string[],
  send: SendBatch<Result>,
): Promise<BatchOutcome<Result>> {
  const outcome: BatchOutcome<Result> = {
    results: new Array(items.length).fill(undefined),
    failed: false,
    error: undefined,
  };
  const batches = splitIntoBatches(items)[Symbol.iterator]();
  const worker = async () => {
    for (const { start, end } of batches) {
      if (outcome.failed) return;
      await sendBatch(outcome, start, items.slice(start, end), send);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return outcome;
}

async function sendBatch<Result>(
  outcome: BatchOutcome<Result>,
  start: number,
  items: string[],
  send: SendBatch<Result>,
): Promise<void> {
  try {
    const results = await send(`[${items.join(",")}]`, items.length);
    outcome.results.splice(start, items.length, ...results);
  } catch (error) {
    // Kept for the caller of runInBatches; other batches are still under way.
    if (!outcome.failed) outcome.error = error;
    outcome.failed = true;
  }
}

/** Cuts a list into ranges, half open, of at most so many items and bytes; a larger single item gets a range of its own. */
export function splitIntoBatches(
  items: readonly string[],
  maxItems = MAX_ITEMS,
  maxBytes = MAX_BYTES,
): Array<{ start: number; end: number }> {
  const encoder = new TextEncoder();
  const ranges: Array<{ start: number; end: number }> = [];
  let start = 0;
  let bytes = 0;
  items.forEach((item, index) => {
    const size = encoder.encode(item).length + 1;
    if (index > start && (index - start === maxItems || bytes + size > maxBytes)) {
      ranges.push({ start, end: index });
      start = index;
      bytes = 0;
    }
    bytes += size;
  });
  if (start < items.length) ranges.push({ start, end: items.length });
  return ranges;
}
