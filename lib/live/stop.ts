import { LabError } from "../errors.ts";

/**
 * What a wait ends with when the reader presses Stop.
 *
 * @example
 * ```ts
 * import { StoppedError } from "lab/live";
 * import { equal } from "node:assert/strict";
 *
 * equal(new StoppedError("Stopped.").name, "StoppedError");
 * ```
 */
export class StoppedError extends LabError {
  override readonly name = "StoppedError";
}

/** One press of Stop may arrive as two signals; within this time they are one. */
const ONE_PRESS_MS = 400;

/** Work that looked for Stop within this time will look again. */
const LOOKS_AGAIN_MS = 1_000;

/**
 * When, after a press that nobody here was waiting for, what it interrupted is cleared away. The
 * kernel leaves a function that was interrupted after an `await` pending for ever, and its cell with
 * it; once the garbage collector finds it, the cell ends.
 */
const COLLECT_AFTER_MS = [800, 1_600];

let presses = new AbortController();
let lastPress = -Infinity;
let lastLook = -Infinity;
let waits = 0;

/** The kernel's own part of Deno, which throws where there is no kernel. */
function isKernel(): boolean {
  try {
    return (globalThis as { Deno?: { jupyter?: unknown } }).Deno?.jupyter !== undefined;
  } catch {
    return false;
  }
}

// The kernel's launcher turns Stop into this signal. It is listened for until the kernel ends: to
// take the listener away would let the next Stop kill the kernel, with all that it holds.
if (isKernel() && Deno.build.os !== "windows") {
  Deno.addSignalListener("SIGINT", () => press());
}

/** What a press of Stop does; apart from the signal, so that tests can press. */
export function press(): void {
  const now = performance.now();
  if (now - lastPress < ONE_PRESS_MS) return;
  lastPress = now;
  if (waits > 0 || now - lastLook < LOOKS_AGAIN_MS) markStop();
  else {
    const { gc } = globalThis as { gc?: () => void };
    for (const delay of gc ? COLLECT_AFTER_MS : []) setTimeout(() => gc?.(), delay);
  }
  const pressed = presses;
  presses = new AbortController();
  pressed.abort(new StoppedError("Stopped. What was worked out before this cell is still there."));
}

/**
 * Tells the launcher, by a mark it looks at, that Stop is heard here. Without one, a kernel that goes
 * on computing is taken for a loop and interrupted the hard way.
 */
function markStop(): void {
  if (!isKernel()) return;
  const mark = Deno.env.get("LAB_STOP_MARK");
  if (mark === undefined) return;
  try {
    Deno.writeTextFileSync(mark, "");
  } catch {
    // A mark that cannot be made is no reason for the work to fail.
  }
}

/** Says that this work looks for Stop; to be called several times a second. */
export function lookForStop(): void {
  lastLook = performance.now();
  markStop();
}

/**
 * Aborts at the next press of Stop. Ask for it anew for each piece of work.
 *
 * @example
 * ```ts
 * import { stopSignal } from "lab/live";
 * import { equal } from "node:assert/strict";
 *
 * equal(stopSignal().aborted, false);
 * ```
 */
export function stopSignal(): AbortSignal {
  return presses.signal;
}

/** How long a wait may take. */
interface StoppableOptions {
  /** What is waited for, as a sentence goes on after "waiting for": "the download of prices". */
  readonly label: string;
  /** A wait without an end would hold the notebook for ever. */
  readonly deadlineSeconds: number;
}

/**
 * Waits for work that Stop and a deadline can end.
 *
 * This kernel does not end a wait by itself: wrap whatever leaves the process, such as a request or
 * a timer. The work gets a signal and should pass it on, to `fetch` for one; even if it does not,
 * the cell ends at once.
 *
 * @param work Starts the work; what it returns is waited for.
 * @throws {StoppedError} If the reader presses Stop.
 * @throws {LabError} If the deadline passes; says how long it was.
 * @throws {RangeError} If the deadline is no positive number of seconds.
 *
 * @example A wait with an end
 * ```ts
 * import { stoppable } from "lab/live";
 * import { rejects } from "node:assert/strict";
 *
 * await rejects(
 *   stoppable(() => new Promise(() => {}), { label: "an answer", deadlineSeconds: 0.01 }),
 *   /no answer within 0.01 s/,
 * );
 * ```
 */
export async function stoppable<T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: StoppableOptions,
): Promise<T> {
  const { label, deadlineSeconds } = options;
  if (!(deadlineSeconds > 0 && deadlineSeconds <= 86_400)) {
    throw new RangeError(
      `Cannot wait for ${label}: the deadline must lie in (0, 86400] seconds, got ${deadlineSeconds}`,
    );
  }
  const deadline = new AbortController();
  const late = () =>
    deadline.abort(
      new LabError(
        `Gave up waiting for ${label}: no ${lastWord(label)} within ${deadlineSeconds} s`,
      ),
    );
  const timer = setTimeout(late, deadlineSeconds * 1_000);
  const signal = AbortSignal.any([stopSignal(), deadline.signal]);
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  waits++;
  try {
    return await Promise.race([work(signal), ended.promise]);
  } finally {
    waits--;
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

function lastWord(label: string): string {
  return label.split(" ").at(-1)!;
}
