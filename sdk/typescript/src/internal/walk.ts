/** Walking through a list whose cursor is the integer id of the last row seen. */

import { APIError, ArgumentError } from "../errors.js";

/**
 * Yields the non-empty chunks of a list. The cursor is the last id and not a count, so rows that are created or deleted
 * meanwhile neither repeat nor skip others.
 */
export async function* walkById<Row extends { id?: number | undefined }>(
  chunkSize: number,
  fetchChunk: (limit: number, cursor: number | undefined) => Promise<Row[]>,
): AsyncGenerator<Row[], void, unknown> {
  if (!Number.isInteger(chunkSize) || chunkSize < 1) {
    throw new ArgumentError(`chunkSize must be a positive integer, not ${chunkSize}`);
  }
  let cursor: number | undefined;
  while (true) {
    const rows = await fetchChunk(chunkSize, cursor);
    const last = rows.at(-1);
    if (last === undefined) return;
    cursor = nextCursor(last.id, cursor);
    yield rows;
  }
}

function nextCursor(id: number | undefined, previous: number | undefined): number {
  if (id === undefined || id <= (previous ?? 0)) {
    throw new APIError(`Cannot continue the list after id ${previous ?? 0}: the server's last row has id ${id}`);
  }
  return id;
}
