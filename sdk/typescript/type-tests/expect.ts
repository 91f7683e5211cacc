/** Assertions that only the type checker runs. */

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when the value has exactly the type: `expectType<string>()(value)`. */
export function expectType<Expected>() {
  return <Actual>(_value: Actual & (Same<Actual, Expected> extends true ? unknown : never)): void => {};
}
