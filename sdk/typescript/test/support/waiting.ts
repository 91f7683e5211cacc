/** Waiting for what a server does in the background. */

const LIMIT = 15_000;
const PAUSE = 50;

/** Resolves when a condition holds; throws when it does not in time. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("what was waited for did not come");
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
