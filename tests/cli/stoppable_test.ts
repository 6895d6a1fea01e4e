import { deepEqual } from "node:assert/strict";
import { stoppable } from "../../lib/cli/stoppable.ts";

/** Runs the child, and sends Ctrl+C when it says that it has begun, and once more. */
async function interrupted(again: string, ...args: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("stoppable_child.ts", import.meta.url).href, ...args],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "", sent = 0;
  const read = async (from: ReadableStream<Uint8Array>) => {
    for await (const part of from.pipeThrough(new TextDecoderStream())) {
      text += part;
      if ((sent === 0 && text.includes("begun")) || (sent === 1 && text.includes(again))) {
        sent++;
        child.kill("SIGINT");
      }
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const { code, signal } = await child.status;
  return { text: text.trim().split(/\n+/), code, signal };
}

const TOLD = "Stopping; all is kept. Once more ends at once.";

Deno.test({
  name: "stoppable() stops what runs in it, and Ctrl+C after it ends the program",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { text, signal } = await interrupted("after");
    deepEqual([text, signal], [["begun", TOLD, "after"], "SIGINT"]);
  },
});

Deno.test({
  name: "stoppable() ends at once when it is told twice",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { text, code } = await interrupted(TOLD, "twice");
    deepEqual([text, code], [["begun", TOLD], 130]);
  },
});

Deno.test("stoppable() hands on what comes of it", async () => {
  deepEqual(await stoppable("all", (signal) => Promise.resolve(signal.aborted)), false);
});
