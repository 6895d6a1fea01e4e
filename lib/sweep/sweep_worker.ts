/**
 * A worker of a sweep: does one task at a time and beats while it does, so that one that died in
 * silence is told from one that computes.
 *
 * @module
 */
import { DataError } from "../errors.ts";
import { forgetMarkets, type SweepPanel } from "./sweep_panel.ts";
import { doSweepTask, sharedPanel, type SweepTask } from "./sweep_task.ts";

/** What the pool sends: the counter of beats first, then tasks; a panel only the first time. */
export type ToWorker =
  | { readonly kind: "start"; readonly beats: Int32Array }
  | { readonly kind: "forget"; readonly panelKey: string }
  | { readonly kind: "rest" }
  | { readonly kind: "task"; readonly id: number; readonly task: SweepTask }
  | {
    readonly kind: "task";
    readonly id: number;
    readonly task: Omit<Extract<SweepTask, { kind: "shard" }>, "panel">;
  };

/** What the worker sends back. */
export type FromWorker =
  | { readonly id: number; readonly answer: Awaited<ReturnType<typeof doSweepTask>> }
  | { readonly id: number; readonly refused: RefusedTask };

/** An error that the task itself threw, in words: a fault of the data, not the death of the worker. */
export interface RefusedTask {
  readonly name: string;
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
};
const panels = new Map<string, SweepPanel>();
let beats = new Int32Array(1);

function refusal(error: unknown): RefusedTask {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof DataError)) return { name, message };
  const { where, line, column, day } = error;
  return { name, message, facts: { where, line, column, day } };
}

scope.onmessage = async ({ data }) => {
  if (data.kind === "start") {
    beats = data.beats as Int32Array<ArrayBuffer>;
    Atomics.add(beats, 0, 1);
    return;
  }
  if (data.kind === "forget") {
    panels.delete(data.panelKey);
    return;
  }
  if (data.kind === "rest") return forgetMarkets();
  const { id } = data;
  Atomics.add(beats, 0, 1);
  let { task } = data;
  try {
    if (task.kind === "shard") {
      if ("panel" in task) panels.set(task.panelKey, task.panel);
      task = { ...task, panel: panels.get(task.panelKey)! };
    }
    const answer = await doSweepTask(task, () => void Atomics.add(beats, 0, 1));
    if (answer.kind === "panel") {
      scope.postMessage({ id, answer: { kind: "panel", panel: sharedPanel(answer.panel) } });
    } else {
      const { values, bounds, net, costUnknown } = answer.result;
      scope.postMessage(
        { id, answer },
        [values, bounds, net, costUnknown].map(({ buffer }) => buffer as ArrayBuffer),
      );
    }
  } catch (error) {
    scope.postMessage({ id, refused: refusal(error) });
  }
};
