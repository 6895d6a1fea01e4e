/**
 * `week` in a process of its own, for tests that kill it. Prints "running" before it begins; the first
 * argument is the moment at which it runs, the others are those of the command.
 */
import { runWeek } from "../../../lib/cli/week.ts";

if (import.meta.main) {
  const [moment, ...args] = Deno.args, now = new Date(moment);
  console.log("running");
  const code = await runWeek(args, {
    factory: { readVariable: (name) => name.endsWith("_KEY") ? "planted-key" : undefined },
    now: () => now,
    say: () => {},
    tell: () => {},
  });
  Deno.exit(code);
}
