import { DataError, LabError } from "../errors.ts";
import { doSweepTask, type SweepAnswer, type SweepTask } from "./sweep_task.ts";
import type { FromWorker, RefusedTask, ToWorker } from "./sweep_worker.ts";

/** Times a task is given to a worker before the sweep gives up: a task that kills every worker. */
const MOST_TRIES = 3;
/** A worker that computes beats many times a second; one that is silent this long is dead. */
const SILENT_SECONDS = 60;
const SILENT_MS = 1000 * SILENT_SECONDS;
/** A dead worker is looked for this often; four times within the silence that is allowed, at least. */
const LOOK_EVERY_MS = 1000;
/**
 * A worker that built a panel of more steps is started anew before it runs shards: the market of 25
 * years leaves 150 MB behind that its garbage collector is in no hurry to return.
 */
const LARGE_STEPS = 600;

/** How the pool is told of what happens. */
export interface PoolOptions {
  /** Told in a sentence when a worker died and its task went to another. */
  readonly onDeath?: (sentence: string) => void;
  /** Drops the task; a worker that is at it finishes for nobody. */
  readonly signal?: AbortSignal;
}

/** Workers that are kept alive between sweeps. */
export interface SweepPool {
  readonly size: number;
  /** Does a task on the next free worker. */
  run(task: SweepTask, options?: PoolOptions): Promise<SweepAnswer>;
  /** Tells the workers that a panel is no longer needed. */
  forget(panelKey: string): void;
  /** Lets the workers go of the markets that panels were built from; this thread keeps its last. */
  rest(): void;
  /** Ends the workers; tasks that still run are rejected. */
  close(): void;
}

interface Job {
  readonly id: number;
  readonly task: SweepTask;
  readonly options: PoolOptions;
  readonly settle: PromiseWithResolvers<SweepAnswer>;
  tries: number;
}

interface Slot {
  worker: Worker;
  beats: Int32Array;
  panels: Set<string>;
  job?: Job;
  /** Steps of the largest panel that it built. */
  builtSteps: number;
  /** Beat last seen, and when it was seen first. */
  seen: number;
  seenAt: number;
}

/** The fault of a task as the error that it was in the worker. */
function asError({ name, message, facts }: RefusedTask): Error {
  if (name === "DataError") return new DataError(message, facts);
  if (name === "RangeError") return new RangeError(message);
  if (name === "TypeError") return new TypeError(message);
  return new LabError(message);
}

/** What time it is for a pool that watches its workers; a test has its own. */
export interface PoolClock {
  /** Milliseconds from any start. */
  now(): number;
  /** Calls again and again; returns what ends it. */
  every(milliseconds: number, call: () => void): () => void;
}

const MACHINE_CLOCK: PoolClock = {
  now: () => performance.now(),
  every: (milliseconds, call) => {
    const timer = setInterval(call, milliseconds);
    return () => clearInterval(timer);
  },
};

/**
 * Starts workers, or none: with a size of 0 tasks are done in this thread, one after the other.
 *
 * A worker that dies, by an error of its own or in silence, is replaced and its task given to the next;
 * a task that three workers died of ends the sweep with a message.
 *
 * @param options.clock By which silence is measured; the machine's by default.
 * @param options.url Where the worker's code lies: an absolute `file://` address, so that it starts in a
 *   notebook too.
 *
 * @example In this thread
 * ```ts
 * import { runSweep, sweepConfig, sweepPool } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const pool = sweepPool(0);
 * equal((await runSweep(config, { pool })).rows.length, 6);
 * pool.close();
 * ```
 */
export function sweepPool(
  size: number,
  options: {
    readonly url?: string;
    readonly clock?: PoolClock;
  } = {},
): SweepPool {
  if (!Number.isInteger(size) || size < 0 || size > 256) {
    throw new RangeError(`Cannot start workers: need a whole number from 0 to 256, got ${size}`);
  }
  if (size === 0) return new ThisThread();
  const { url = new URL("./sweep_worker.ts", import.meta.url).href, clock = MACHINE_CLOCK } =
    options;
  return new WorkerPool(size, url, clock);
}

/** No workers: tasks are done in this thread, one after the other. */
class ThisThread implements SweepPool {
  readonly size = 0;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  run(task: SweepTask, { signal }: PoolOptions = {}): Promise<SweepAnswer> {
    refuseClosed(this.#isClosed);
    const done = this.#last.then(async () => {
      // A whole turn of the event loop: Stop and the progress line get their say between two tasks.
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      return await doSweepTask(task);
    });
    this.#last = done.catch(() => {});
    return done;
  }
  forget() {}
  rest() {}
  close() {
    this.#isClosed = true;
  }
}

function refuseClosed(isClosed: boolean): void {
  if (isClosed) throw new LabError("Cannot run a task: these workers were closed");
}

class WorkerPool implements SweepPool {
  readonly size: number;
  readonly #url: string;
  readonly #clock: PoolClock;
  readonly #slots: Slot[] = [];
  readonly #waiting: Job[] = [];
  #ids = 0;
  #stopWatch: (() => void) | undefined;
  #isClosed = false;

  constructor(size: number, url: string, clock: PoolClock) {
    this.size = size;
    this.#url = url;
    this.#clock = clock;
  }

  run(task: SweepTask, options: PoolOptions = {}): Promise<SweepAnswer> {
    refuseClosed(this.#isClosed);
    if (this.#slots.length < this.size) this.#slots.push(this.#started({} as Slot));
    const job: Job = { id: this.#ids++, task, options, settle: Promise.withResolvers(), tries: 0 };
    this.#waiting.push(job);
    options.signal?.addEventListener("abort", () => {
      const at = this.#waiting.indexOf(job);
      if (at >= 0) this.#waiting.splice(at, 1);
      job.settle.reject(options.signal!.reason);
    }, { once: true });
    this.#next();
    return job.settle.promise;
  }

  forget(panelKey: string): void {
    for (const { panels, worker } of this.#slots) {
      if (panels.delete(panelKey)) worker.postMessage({ kind: "forget", panelKey });
    }
  }

  rest(): void {
    for (const slot of this.#slots) {
      if (slot.builtSteps > LARGE_STEPS && !slot.job) {
        slot.worker.terminate();
        this.#started(slot);
      } else slot.worker.postMessage({ kind: "rest" });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatch?.();
    const closed = () => new LabError("Cannot finish a task: its worker was closed");
    for (const { worker, job } of this.#slots) {
      worker.terminate();
      job?.settle.reject(closed());
    }
    for (const job of this.#waiting) job.settle.reject(closed());
    this.#slots.length = this.#waiting.length = 0;
  }

  #started(slot: Slot): Slot {
    slot.worker = new Worker(this.#url, { type: "module" });
    slot.beats = new Int32Array(new SharedArrayBuffer(4));
    slot.panels = new Set();
    slot.builtSteps = 0;
    const { worker } = slot;
    const send = (message: ToWorker) => worker.postMessage(message);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const { job } = slot;
      if (job?.id !== data.id) return;
      delete slot.job;
      if ("answer" in data) {
        if (data.answer.kind === "panel") {
          slot.builtSteps = Math.max(slot.builtSteps, data.answer.panel.panel.steps);
        }
        job.settle.resolve(data.answer);
      } else job.settle.reject(asError(data.refused));
      this.#next();
    };
    worker.onerror = (event) => {
      // Else the error would end this process too.
      event.preventDefault();
      if (slot.worker === worker) this.#died(slot, event.message);
    };
    send({ kind: "start", beats: slot.beats });
    return slot;
  }

  #died(slot: Slot, why: string): void {
    const { job } = slot;
    slot.worker.terminate();
    delete slot.job;
    if (this.#isClosed) return;
    this.#started(slot);
    if (job) {
      const what = job.task.kind === "panel" ? "the building of a panel" : "a shard";
      if (job.tries >= MOST_TRIES) {
        job.settle.reject(
          new LabError(
            `Cannot go on with the sweep: ${MOST_TRIES} workers died of ${what}, the last one with: ` +
              why,
          ),
        );
      } else {
        job.options.onDeath?.(`A worker died at ${what} (${why}); the work went to another`);
        this.#waiting.unshift(job);
      }
    }
    this.#next();
  }

  /** Looks for workers that are silent. */
  #look(): void {
    const now = this.#clock.now();
    for (const slot of this.#slots) {
      if (!slot.job) continue;
      const beat = Atomics.load(slot.beats, 0);
      if (beat !== slot.seen) {
        slot.seen = beat;
        slot.seenAt = now;
      } else if (now - slot.seenAt > SILENT_MS) {
        this.#died(slot, `no sign of life for ${SILENT_SECONDS} s`);
      }
    }
  }

  /** The job that waits longest; one that was dropped meanwhile takes nobody's turn. */
  #nextWaiting(): Job | undefined {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      const { signal } = job.options;
      if (!signal?.aborted) return job;
      job.settle.reject(signal.reason);
    }
    return undefined;
  }

  /** Gives what waits to whoever is free. */
  #next(): void {
    for (const slot of this.#slots) {
      if (slot.job) continue;
      const job = this.#nextWaiting();
      if (!job) break;
      job.tries++;
      slot.job = job;
      slot.seen = Atomics.load(slot.beats, 0);
      slot.seenAt = this.#clock.now();
      const { task } = job;
      if (task.kind === "shard" && slot.panels.has(task.panelKey)) {
        const { panel: _, ...rest } = task;
        slot.worker.postMessage({ kind: "task", id: job.id, task: rest });
      } else {
        if (task.kind === "shard") slot.panels.add(task.panelKey);
        slot.worker.postMessage({ kind: "task", id: job.id, task });
      }
    }
    const isBusy = this.#slots.some(({ job }) => job !== undefined);
    if (isBusy) {
      this.#stopWatch ??= this.#clock.every(
        Math.min(LOOK_EVERY_MS, SILENT_MS / 4),
        () => this.#look(),
      );
    } else {
      this.#stopWatch?.();
      this.#stopWatch = undefined;
    }
  }
}

const kept = new Map<number, SweepPool>();

/** The pool of this process with as many workers, kept from one sweep to the next. */
export function keptPool(size: number): SweepPool {
  const pool = kept.get(size) ?? sweepPool(size);
  kept.set(size, pool);
  return pool;
}

/**
 * Ends the workers that sweeps keep alive; a script that is done calls it, or it never ends.
 *
 * @example
 * ```ts
 * import { closeSweepWorkers } from "lab/sweep";
 *
 * closeSweepWorkers();
 * ```
 */
export function closeSweepWorkers(): void {
  for (const pool of kept.values()) pool.close();
  kept.clear();
}
