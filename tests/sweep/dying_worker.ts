/**
 * A worker that dies once of its first shard, as its address says: `throw`s, `close`s in silence, or
 * dies every time. A file marks that it has died.
 */
import "../../lib/sweep/sweep_worker.ts";

const { searchParams } = new URL(import.meta.url);
const how = searchParams.get("how")!, mark = searchParams.get("mark")!;
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
