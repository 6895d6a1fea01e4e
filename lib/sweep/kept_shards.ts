import { DataError, LabError } from "../errors.ts";
import type { ShardResult } from "./run_shard.ts";
import { readShard, shardPath, writeShard } from "./sweep_folder.ts";
import type { PanelFacts } from "./sweep_panel.ts";
import type { SweepPlan, SweepShard } from "./sweep_plan.ts";
import type { SweepPart, SweepRow } from "./sweep_result.ts";
import { shardRows, shardTable, type TableHead, TornTableError } from "./sweep_tables.ts";

/** Returns kept in memory, numbers: 160 MB where they have no other place. */
const MOST_NUMBERS = 20_000_000;
/** The same where the run's folder holds them too: 16 MB, ten years of the 231 and more. */
const MOST_BESIDE_FOLDER = 2_000_000;

/** What a sweep has found so far, shard by shard: in memory, and in the run's folder where it has one. */
export class KeptShards {
  /** Weightings done, those of an earlier start included. */
  done = 0;
  /** Weightings that an earlier start had done. */
  resumed = 0;
  readonly total: number;
  readonly #plan: SweepPlan;
  readonly #head: TableHead;
  readonly #run: string | undefined;
  readonly #rows = new Map<number, readonly SweepRow[]>();
  readonly #nets = new Map<number, Float64Array>();
  #numbers = 0;

  /** @param run The run's own folder; without it all is kept in memory. */
  constructor(plan: SweepPlan, head: TableHead, run?: string) {
    this.#plan = plan;
    this.#head = head;
    this.#run = run;
    this.total = plan.shards.reduce((sum, { points }) => sum + points.length, 0);
  }

  /** Shards of a panel that are not done. */
  missing(panel: number): readonly SweepShard[] {
    return this.#plan.shards.filter((one) => one.panel === panel && !this.#rows.has(one.index));
  }

  /** Rows of all shards, in key order. */
  rows(): readonly SweepRow[] {
    return this.#plan.shards.flatMap(({ index }) => this.#rows.get(index)!);
  }

  /** @throws {LabError} If the returns are too many for the memory and have no other place. */
  #keep(shard: SweepShard, part: readonly SweepRow[], net: Float64Array): void {
    this.#rows.set(shard.index, part);
    this.done += shard.points.length;
    this.#numbers += net.length;
    const most = this.#run === undefined ? MOST_NUMBERS : MOST_BESIDE_FOLDER;
    if (this.#numbers <= most) this.#nets.set(shard.index, net);
    else if (this.#run === undefined) {
      throw new LabError(
        `Cannot keep the returns of ${this.total} weightings in memory: more than ${MOST_NUMBERS} ` +
          "numbers; give the sweep a folder",
      );
    }
  }

  /** Takes what a worker found, the file first. */
  async take(shard: SweepShard, result: ShardResult): Promise<void> {
    const part = shardRows(shard, result, this.#head.metrics);
    if (this.#run !== undefined) {
      const table = await shardTable(part, result.net, this.#head);
      await writeShard(this.#run, shard.index, table);
    }
    this.#keep(shard, part, result.net);
  }

  /**
   * Takes up what an earlier start left: shards that are whole count as done, torn ones do not.
   *
   * @param facts Of the panels that were read then.
   * @returns A sentence for each torn one.
   */
  async takeUp(facts: readonly (PanelFacts | undefined)[]): Promise<readonly string[]> {
    const torn: string[] = [], run = this.#run!;
    for (const shard of this.#plan.shards) {
      const known = facts[shard.panel];
      if (!known) continue;
      try {
        const found = await readShard(run, shard, this.#head, known.days.length - 1);
        if (!found) continue;
        this.#keep(shard, found.rows, found.net);
        this.resumed += shard.points.length;
      } catch (error) {
        if (!(error instanceof TornTableError)) throw error;
        torn.push(`${shardPath(run, shard.index)} was cut short and is made anew`);
      }
    }
    return torn;
  }

  /**
   * Net returns per weighting of one world and variant.
   *
   * @throws {DataError} If a file of the run is gone.
   */
  async returns(where: SweepPart | undefined, steps: number): Promise<readonly Float64Array[]> {
    const { world = 0, variant = 0 } = where ?? {}, run = this.#run, out: Float64Array[] = [];
    for (const shard of this.#plan.shards) {
      if (shard.world !== world || shard.variant !== variant) continue;
      const net = this.#nets.get(shard.index) ??
        (await readShard(run!, shard, this.#head, steps))?.net;
      if (!net) {
        throw new DataError(`Cannot find the returns: ${shardPath(run!, shard.index)} is gone`);
      }
      shard.points.forEach((_, row) => out.push(net.subarray(row * steps, (row + 1) * steps)));
    }
    return out;
  }
}
