/** Goes on until it is stopped, tells so, and then hears nothing of Ctrl+C. */
import { stoppable } from "../../lib/cli/stoppable.ts";

const forEver = setInterval(() => {}, 1_000_000);
await stoppable("all", async (signal) => {
  console.log("begun");
  await new Promise<void>((stopped) => signal.addEventListener("abort", () => stopped()));
  if (Deno.args.includes("twice")) await new Promise(() => {});
});
console.log("after");
// Only the default end of Ctrl+C ends it from here on.
forEver;
