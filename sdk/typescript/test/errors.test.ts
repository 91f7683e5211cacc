/** Errors across copies of the package. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import * as namespace from "holdfast-client";

const esm = { ...namespace };
const cjs = createRequire(import.meta.url)("holdfast-client") as typeof namespace;

describe("an error", () => {
  test("is recognised by another copy of the package, with all its ancestors and no others", () => {
    assert.notEqual(esm.APIError, cjs.APIError);
    const error = new esm.RequestTimeoutError("late");
    for (const name of ["RequestTimeoutError", "ConnectionFailedError", "APIError", "ZepError"] as const) {
      assert.ok(error instanceof cjs[name] && error instanceof esm[name], name);
    }
    for (const name of ["NotFoundError", "AuthenticationError", "ArgumentError", "IncompleteBatchError"] as const) {
      assert.ok(!(error instanceof cjs[name]), name);
    }
  });

  test("of an application's own subclass is told from its siblings", () => {
    class OwnError extends esm.NotFoundError {}
    assert.ok(new OwnError("x") instanceof OwnError && new OwnError("x") instanceof cjs.NotFoundError);
    assert.ok(!(new esm.NotFoundError("x") instanceof OwnError));
  });

  test("has its name, message, code, data and cause, and prints only what is set", () => {
    const cause = new Error("deep");
    const error = new esm.APIError("refused", 400, "text", { cause });
    assert.deepEqual(
      [error.name, error.message, error.code, error.responseData, error.cause],
      ["APIError", "refused", 400, "text", cause],
    );
    assert.deepEqual(Object.keys(new esm.NotFoundError("x")), []);
    assert.equal(`${error}`, "APIError: refused");
  });

  test("is not seen in what is none", () => {
    for (const value of [null, undefined, 1, "x", {}, new Error("x"), new TypeError("y")]) {
      assert.ok(!((value as unknown) instanceof esm.ZepError));
    }
  });
});
