/**
 * A run of the command that is killed, as by `kill -9`, at the n-th time a file takes its place.
 *
 * Arguments: the mirror, the folder, n (0: never), and `before` or `after`.
 */
import { runEvidence } from "../../lib/cli/evidence.ts";
import { fakeClock } from "../sources/shapes_server.ts";

const [mirror, out, at, side] = Deno.args;
const { rename } = Deno;
let count = 0;
Deno.rename = async (from, to) => {
  const isLast = ++count === Number(at);
  if (isLast && side === "before") Deno.kill(Deno.pid, "SIGKILL");
  await rename(from, to);
  if (isLast) Deno.kill(Deno.pid, "SIGKILL");
};
const args = ["--sectors", "XLK", "--from", "2024-01-02", "--contact", "Jane Doe jane@example.org"];
Deno.exitCode = await runEvidence([...args, "--mirror", mirror, "--out", out], {
  ...fakeClock("2024-03-15T22:00:05Z"),
});
console.log(`renamed ${count}`);
