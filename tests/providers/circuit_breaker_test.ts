/** The parts between a question and a paid call, each by itself. */
import { throws } from "node:assert/strict";
import { CallError, type CallFault, circuitBreaker, RestError } from "lab/providers";

const failure = (fault: CallFault, facts: Partial<CallError> = {}) =>
  new CallError(`Cannot ask: ${fault}`, { fault, canRetry: true, mayCost: false, ...facts });

/** A clock that stands still until someone waits. */
function standingClock() {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    move: (ms: number) => void (time += ms),
    wait: (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
}

Deno.test("circuitBreaker() lets one call through after its rest, and that one decides", () => {
  const clock = standingClock();
  const breaker = circuitBreaker("p", { now: clock.now, failures: 2, restMs: 1000 });
  const fail = () => breaker.pass().tell(failure("server"));
  fail();
  breaker.pass().tell(undefined);
  fail();
  // A refused key is no fault of the provider's, and neither is a body that is too long.
  breaker.pass().tell(failure("refused key"));
  breaker.pass().tell(failure("body too large"));
  fail();
  throws(
    () => breaker.pass(),
    (error) => error instanceof CallError && error.retryAfterMs === 1000,
  );
  clock.move(1000);
  const probe = breaker.pass();
  throws(() => breaker.pass(), /rests/);
  probe.tell(failure("connection"));
  // The reason of the rest is in its sentence.
  throws(
    () => breaker.pass(),
    /Cannot ask: connection; p failed 3 times in a row and rests for 1 s/,
  );
  clock.move(1000);
  breaker.pass().tell(undefined);
  breaker.pass();
  breaker.pass();
  // A key that is refused three times in a row is not tried again, however long one waits.
  for (let i = 0; i < 3; i++) breaker.pass().tell(failure("refused key"));
  clock.move(1e9);
  throws(
    () => breaker.pass(),
    (error) => error instanceof CallError && error.fault === "refused key" && !error.canRetry,
  );
});

Deno.test("circuitBreaker() lets no second probe through for a call that set out before it opened", () => {
  for (
    const late of [undefined, failure("server"), failure("rate limit"), failure("refused key")]
  ) {
    const clock = standingClock();
    const breaker = circuitBreaker("p", { now: clock.now, failures: 2, restMs: 1000 });
    const early = [breaker.pass(), breaker.pass(), breaker.pass()];
    early[0].tell(failure("server"));
    early[1].tell(failure("server"));
    throws(() => breaker.pass(), RestError);
    clock.move(1000);
    const probe = breaker.pass();
    early[2].tell(late);
    throws(() => breaker.pass(), RestError, `after ${late?.fault ?? "an answer"}`);
    // Told twice counts once.
    early[0].tell(undefined);
    throws(() => breaker.pass(), RestError);
    probe.tell(undefined);
    breaker.pass();
  }
});

Deno.test("circuitBreaker() rests no longer than a call has time, and lets a late failure add nothing", () => {
  const clock = standingClock();
  const breaker = circuitBreaker("p", { now: clock.now, failures: 1 });
  const early = breaker.pass();
  breaker.pass().tell(failure("server"));
  throws(() => breaker.pass(5000), /rests for 5 s/);
  throws(() => breaker.pass(), /rests for 30 s/);
  clock.move(4000);
  early.tell(failure("server"));
  throws(() => breaker.check(5000), /rests for 1 s/);
  clock.move(1000);
  breaker.pass(5000).tell(undefined);
});

Deno.test("circuitBreaker() gives up a server on this machine that was never there, and waits for one that was", () => {
  const gone = failure("connection", { mayCost: false });
  const fresh = circuitBreaker("p", { now: () => 0, isLocal: true });
  for (let i = 0; i < 3; i++) fresh.pass().tell(gone);
  throws(() => fresh.pass(), (error) => error instanceof CallError && !error.canRetry);
  const known = circuitBreaker("p", { now: () => 0, isLocal: true });
  known.pass().tell(undefined);
  for (let i = 0; i < 5; i++) known.pass().tell(gone);
  throws(() => known.pass(), RestError);
  // A connection that broke after the request was sent is another matter.
  const broken = circuitBreaker("p", { now: () => 0, isLocal: true });
  for (let i = 0; i < 4; i++) broken.pass().tell(failure("connection", { mayCost: true }));
  broken.pass();
});
