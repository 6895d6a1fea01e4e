import { printable } from "../outside_text.ts";
import { escaped } from "../charts/mod.ts";
import { lookForStop, StoppedError, stopSignal } from "./stop.ts";

/** Nothing is shown for work that is done within this time. */
const SHOW_AFTER_MS = 500;
/** The line is drawn anew this often at most. */
const DRAW_EVERY_MS = 150;
/** The kernel gets to hear Stop this often: a loop that never pauses cannot be told. */
const PAUSE_EVERY_MS = 40;

/** Where a progress line goes, and what the time is; the notebook and the clock by default. */
export interface ProgressSurface {
  /** Draws the line; the first time as a new output, then in place of the old one. */
  show(text: string, isFirst: boolean): Promise<void> | void;
  /** Milliseconds. */
  now(): number;
}

/** Work in steps that shows how far it is. */
export interface Progress {
  /** Aborts at Stop; for the work itself to pass on. */
  readonly signal: AbortSignal;
  /**
   * Counts steps that are done. To be awaited: it pauses now and then, and the pause is when Stop
   * is heard.
   *
   * @throws {StoppedError} After the reader pressed Stop.
   */
  advance(steps?: number): Promise<void>;
  /** Says how long it took; nothing if it was too quick to be shown. */
  end(): Promise<void>;
}

/**
 * A line that shows how far some work is, in place, with the time left; Stop ends the work.
 *
 * For anything that may take more than a second. The first half second shows nothing, so quick work
 * leaves no trace.
 *
 * @param label What is being done: "Reading ballots".
 * @param total How many steps there are.
 * @throws {RangeError} If the total is no whole number of at least 1.
 *
 * @example
 * ```ts
 * import { progress } from "lab/live";
 *
 * const days = progress("Walking the years", 520);
 * for (let i = 0; i < 520; i++) await days.advance();
 * await days.end();
 * ```
 */
export function progress(label: string, total: number, surface = notebookSurface()): Progress {
  if (!Number.isInteger(total) || total < 1) {
    throw new RangeError(
      `Cannot show progress of "${label}": the total must be a whole number of at least 1, got ` +
        total,
    );
  }
  const signal = stopSignal();
  lookForStop();
  const start = surface.now();
  let done = 0, drawn = start + SHOW_AFTER_MS - DRAW_EVERY_MS, paused = start, shown = false;

  async function show(text: string): Promise<void> {
    await surface.show(text, !shown);
    shown = true;
  }

  async function advance(steps = 1): Promise<void> {
    done = Math.min(total, done + steps);
    const now = surface.now();
    if (now - drawn >= DRAW_EVERY_MS && done < total) {
      drawn = now;
      await show(progressText(label, done, total, (now - start) / 1_000));
    }
    if (now - paused >= PAUSE_EVERY_MS) {
      paused = now;
      lookForStop();
      // A whole turn of the event loop: a promise alone would not let a signal in.
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (!signal.aborted) return;
    if (shown) await show(`${label}: stopped after ${done} of ${total}.`);
    throw signal.reason instanceof StoppedError ? signal.reason : new StoppedError("Stopped.");
  }

  async function end(): Promise<void> {
    if (shown) {
      await show(`${label}: ${done} of ${total} in ${seconds((surface.now() - start) / 1_000)}.`);
    }
  }

  return { signal, advance, end };
}

/**
 * The line for a moment of the work, with the time left at the pace so far.
 *
 * @example
 * ```ts
 * import { progressText } from "lab/live";
 * import { equal } from "node:assert/strict";
 *
 * equal(progressText("Ballots", 11, 44, 2), "Ballots: 11 of 44 (25 %), about 6.0 s left. Stop (■) ends it.");
 * ```
 */
export function progressText(label: string, done: number, total: number, spent: number): string {
  const share = `${Math.floor(100 * done / total)} %`;
  const left = done === 0 ? "" : `, about ${seconds(spent / done * (total - done))} left`;
  return `${label}: ${done} of ${total} (${share})${left}. Stop (■) ends it.`;
}

function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} s`;
  return value < 100 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;
}

/** The part of the kernel that shows outputs. */
interface Kernel {
  broadcast(
    type: string,
    content: Record<string, unknown>,
  ): Promise<void>;
}

/** The kernel; undefined where there is none, and there Deno throws when asked. */
function notebookKernel(): Kernel | undefined {
  try {
    return (globalThis as { Deno?: { jupyter?: Kernel } }).Deno?.jupyter;
  } catch {
    return undefined;
  }
}

let lines = 0;

/**
 * An output below the cell that is updated in place; nothing where there is no notebook.
 *
 * For work that counts its own steps, such as a sweep of a committee; `progress` does the counting too.
 *
 * @example
 * ```ts
 * import { notebookSurface } from "lab/live";
 *
 * const line = notebookSurface();
 * await line.show("1 of 11 done", true);
 * await line.show("2 of 11 done", false);
 * ```
 */
export function notebookSurface(): ProgressSurface {
  const kernel = notebookKernel();
  const id = `lab-progress-${lines++}`;
  return {
    now: () => performance.now(),
    show: async (text, isFirst) => {
      await kernel?.broadcast(isFirst ? "display_data" : "update_display_data", {
        data: {
          "text/html": `<div role="status" style="font-size:13px">${escaped(text)}</div>`,
          "text/plain": printable(text),
        },
        metadata: {},
        transient: { display_id: id },
      });
    },
  };
}
