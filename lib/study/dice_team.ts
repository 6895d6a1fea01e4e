import { LabError } from "../errors.ts";
import {
  type CommitteeRun,
  committeeRun,
  committeeSeeds,
  looksBack,
  type NullKind,
  type PanelRunOptions,
  type ResearchPanel,
  type ScoreTable,
} from "../research/mod.ts";
import type { DiceTask, FromDiceWorker, ToDiceWorker } from "./dice_worker.ts";

/** Random committees of each kind where nothing is said. */
export const COMMITTEES = 1_000;
const KINDS: readonly NullKind[] = ["permuted labels", "dice anew"];
/**
 * Committees that a thread runs at a time, some 50 milliseconds inside every limit: so few
 * that progress moves and an interruption is heard soon.
 */
const HAND = 10;

/** The run of every committee, by kind, in the order of their seeds. */
export type ThrownDice = Readonly<Record<NullKind, readonly CommitteeRun[]>>;

/** How far the dice are: committees of both kinds together. */
export interface DiceProgress {
  readonly done: number;
  readonly total: number;
}

/** Threads that run random committees, started before they are needed. */
export interface DiceTeam {
  /**
   * Runs the committees of a study. Each has its own seed and no run knows another, so that the figures
   * are the same, to the last bit, for any number of workers.
   *
   * @throws {LabError} If a worker fails.
   * @throws What the signal was aborted with.
   */
  throwDice(
    panel: ResearchPanel,
    table: ScoreTable,
    terms: PanelRunOptions & { readonly seed: number; readonly draws?: number },
  ): Promise<ThrownDice>;
  /** Ends the workers. */
  close(): void;
}

interface Hand {
  readonly dice: NullKind;
  readonly first: number;
  readonly seeds: readonly number[];
}

/**
 * Starts the threads that throw a study's dice beside this one, which throws too and listens to its
 * signal between two hands.
 *
 * @param workers Threads beside this one, a whole number from 0.
 * @param options.onProgress Told after each hand of committees.
 * @param options.signal Ends the work.
 *
 * @example In this thread
 * ```ts
 * import { diceTeam, study } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * const terms = { seed: 1, draws: 20, resamples: 200, to: day("2020-03-01") };
 * const found = await study(market, { ...terms, dice: diceTeam(0) });
 * equal(found.chance("dice anew").percentile, (await study(market, terms)).chance("dice anew").percentile);
 * ```
 */
export function diceTeam(
  workers: number,
  options: {
    readonly onProgress?: (progress: DiceProgress) => void;
    readonly signal?: AbortSignal;
  } = {},
): DiceTeam {
  if (!Number.isInteger(workers) || workers < 0 || workers > 256) {
    throw new RangeError(`Cannot start workers: need a whole number from 0 to 256, got ${workers}`);
  }
  const { onProgress, signal } = options;
  const team = Array.from(
    { length: workers },
    () => new Worker(new URL("./dice_worker.ts", import.meta.url), { type: "module" }),
  );
  const close = () => {
    for (const worker of team) worker.terminate();
    team.length = 0;
  };

  async function throwDice(
    panel: ResearchPanel,
    table: ScoreTable,
    terms: PanelRunOptions & { readonly seed: number; readonly draws?: number },
  ): Promise<ThrownDice> {
    const { seed, draws = COMMITTEES, rule, equityUsd } = terms;
    const how: PanelRunOptions = { rule, equityUsd };
    const seeds = committeeSeeds(seed, draws), total = KINDS.length * draws;
    const thrown = Object.fromEntries(
      KINDS.map((kind) => [kind, new Array<CommitteeRun>(draws)]),
    ) as Record<NullKind, CommitteeRun[]>;
    // A book that looks back takes a hundred times as long for each.
    const size = rule !== undefined && looksBack(rule) ? 1 : HAND;
    const hands = KINDS.flatMap((dice) => handsOf(dice, seeds, size));
    let next = 0, done = 0;
    const finished = ({ seeds }: Hand) => onProgress?.({ done: done += seeds.length, total });
    signal?.throwIfAborted();
    onProgress?.({ done, total });

    const keep = ({ dice, first }: Hand, i: number, run: CommitteeRun) => {
      thrown[dice][first + i] = run;
    };
    /** This thread takes a hand in turn, and listens to workers and signal between two of them. */
    const here = async () => {
      for (let hand = hands[next++]; hand !== undefined; hand = hands[next++]) {
        await new Promise((resolve) => setTimeout(resolve));
        signal?.throwIfAborted();
        hand.seeds.forEach((one, i) => {
          const { net, turnover } = committeeRun(panel, table, hand.dice, one, how);
          keep(hand, i, { net, turnover });
        });
        finished(hand);
      }
    };
    const task = { panel, table, how };
    const there = (worker: Worker) =>
      thrownBy(worker, { task, take: () => hands[next++], keep, finished });

    const stopped = Promise.withResolvers<never>();
    const onAbort = () => stopped.reject(signal!.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await Promise.race([Promise.all([...team.map(there), here()]), stopped.promise]);
    } catch (error) {
      // No further hand: this thread would go on playing for nobody.
      next = hands.length;
      close();
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
    return thrown;
  }

  return { throwDice, close };
}

/** The committees of a kind, so many at a time. */
function handsOf(dice: NullKind, seeds: readonly number[], size: number): readonly Hand[] {
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, i) => ({
    dice,
    first: i * size,
    seeds: seeds.slice(i * size, (i + 1) * size),
  }));
}

/** Gives hands to a worker until none is left; ends when it has answered all of its own. */
function thrownBy(
  worker: Worker,
  { task, take, keep, finished }: {
    readonly task: DiceTask;
    readonly take: () => Hand | undefined;
    readonly keep: (hand: Hand, i: number, run: CommitteeRun) => void;
    readonly finished: (hand: Hand) => void;
  },
): Promise<void> {
  const { steps } = task.panel;
  return new Promise((resolve, reject) => {
    const send = (message: ToDiceWorker) => worker.postMessage(message);
    const given: Hand[] = [];
    const ask = () => {
      const hand = take();
      if (hand === undefined) return given.length === 0 && resolve();
      given.push(hand);
      send({ kind: "throw", ...hand });
    };
    worker.onmessage = ({ data }: MessageEvent<FromDiceWorker>) => {
      if ("failure" in data) {
        return reject(new LabError(`Cannot run a random committee: ${data.failure}`));
      }
      const hand = given.shift()!;
      hand.seeds.forEach((_, i) => {
        const part = (values: Float64Array) => values.subarray(i * steps, (i + 1) * steps);
        keep(hand, i, { net: part(data.net), turnover: part(data.turnover) });
      });
      finished(hand);
      ask();
    };
    worker.onerror = (event) => {
      // Else the error would end this process too.
      event.preventDefault();
      reject(new LabError(`Cannot run random committees: a worker failed (${event.message})`));
    };
    send({ kind: "task", task });
    // One in hand and one waiting, for this thread answers only between hands of its own.
    ask();
    ask();
  });
}
