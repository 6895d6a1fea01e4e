/**
 * A worker that dies once of its first shard, as `LAB_TEST_DEATH` says: it `throw`s, it `close`s in
 * silence, or it throws `always`. A file marks that it has died.
 */
import "../../lib/sweep/sweep_worker.ts";

// By the environment and not by the address: each new address would be type-checked anew.
const [how, mark] = Deno.env.get("LAB_TEST_DEATH")!.split("|");
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent) => void;
  close(): void;
};
const { onmessage } = scope;

function hasDied(): boolean {
  try {
    Deno.writeFileSync(mark, new Uint8Array(), { createNew: true });
    return false;
  } catch {
    return true;
  }
}

scope.onmessage = (event) => {
  if (event.data.kind === "task" && event.data.task.kind === "shard") {
    if (how === "always" || !hasDied()) {
      if (how === "close") return scope.close();
      throw new Error("out of memory");
    }
  }
  onmessage(event);
};
