/**
 * A worker that runs random committees: is told of a panel once, then of seeds, a few at a time.
 *
 * @module
 */
import {
  committeeRun,
  type NullKind,
  type PanelRunOptions,
  type ResearchPanel,
  type ScoreTable,
} from "../research/mod.ts";

/** What the committees have in common. */
export interface DiceTask {
  readonly panel: ResearchPanel;
  readonly table: ScoreTable;
  readonly how: PanelRunOptions;
}

/** What the team sends: what all committees share, then some of them. */
export type ToDiceWorker =
  | { readonly kind: "task"; readonly task: DiceTask }
  | {
    readonly kind: "throw";
    readonly dice: NullKind;
    readonly first: number;
    readonly seeds: readonly number[];
  };

/** What comes back: net returns and turnover of each committee, one after the other. */
export type FromDiceWorker =
  | { readonly first: number; readonly net: Float64Array; readonly turnover: Float64Array }
  | { readonly failure: string };

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToDiceWorker>) => void) | null;
  postMessage(message: FromDiceWorker, transfer?: Transferable[]): void;
};

let task: DiceTask | undefined;

scope.onmessage = ({ data }) => {
  if (data.kind === "task") {
    task = data.task;
    return;
  }
  try {
    const { panel, table, how } = task!, { steps } = panel, { dice, first, seeds } = data;
    const net = new Float64Array(seeds.length * steps), turnover = net.slice();
    seeds.forEach((seed, i) => {
      const run = committeeRun(panel, table, dice, seed, how);
      net.set(run.net, i * steps);
      turnover.set(run.turnover, i * steps);
    });
    scope.postMessage({ first, net, turnover }, [net.buffer, turnover.buffer]);
  } catch (error) {
    scope.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
};
