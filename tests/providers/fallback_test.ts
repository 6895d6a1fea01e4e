/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import { BudgetError } from "lab/errors";
import { CallError, type CallFault, type Provider, withFallbacks } from "lab/providers";

const failure = (fault: CallFault, facts: Partial<CallError> = {}) =>
  new CallError(`Cannot ask: ${fault}`, { fault, canRetry: true, mayCost: false, ...facts });

Deno.test("withFallbacks() asks in the stated order, and replaces no retired model in silence", async () => {
  const links = ["a", "b", "c"].map((name) => ({
    provider: { name } as Provider,
    model: "m",
  }));
  const asked: string[] = [];
  const ask = (faults: Record<string, CallFault>) => ({ provider }: { provider: Provider }) => {
    asked.push(provider.name);
    const fault = faults[provider.name];
    return fault ? Promise.reject(failure(fault)) : Promise.resolve(provider.name);
  };
  equal(await withFallbacks(links, ask({ a: "quota", b: "deadline" })), "c");
  deepEqual(asked.splice(0), ["a", "b", "c"]);
  for (const fault of ["unknown model", "refused key", "missing key", "stopped"] as const) {
    await rejects(
      withFallbacks(links, ask({ a: fault })),
      (error) => error instanceof CallError && error.fault === fault,
    );
    deepEqual(asked.splice(0), ["a"]);
  }
  await rejects(
    withFallbacks(links, ask({ a: "server", b: "server", c: "rate limit" })),
    /server; then .*server; then .*rate limit/,
  );
  // A cap is no fault of a provider: nobody else may spend instead.
  const budget = new BudgetError("Cannot ask: no money", {
    cap: "day",
    allowedUsd: 0,
    spentUsd: 0,
    reservedUsd: 0,
    neededUsd: 1,
  });
  asked.length = 0;
  await rejects(
    withFallbacks(links, ({ provider }) => (asked.push(provider.name), Promise.reject(budget))),
    BudgetError,
  );
  deepEqual(asked, ["a"]);
});
