/**
 * `committee` in a process of its own, for tests that kill it. Prints "polling" before it begins; its
 * arguments are those of the command.
 */
import { runCommittee } from "../../lib/cli/committee.ts";

if (import.meta.main) {
  console.log("polling");
  const code = await runCommittee(Deno.args, {
    factory: { readVariable: (name) => name.endsWith("_KEY") ? "planted-key" : undefined },
    say: () => {},
    tell: () => {},
  });
  Deno.exit(code);
}
