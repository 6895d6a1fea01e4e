import { deepEqual } from "node:assert/strict";
import { countLine, progressWriter } from "../../lib/cli/progress_writer.ts";

/** What is told of states a second apart. */
function told(isTerminal: boolean, states: readonly number[], total: number, columns = 80) {
  const lines: string[] = [];
  let at = 0;
  const now = () => at;
  const write = progressWriter(countLine("things", now), {
    tell: (text) => void lines.push(text),
    now,
    isTerminal,
    columns: () => columns,
  });
  for (const done of states) {
    write({ done, total });
    at += 1000;
  }
  return lines;
}

Deno.test("progressWriter() rewrites one line on a terminal, with the time that is left", () => {
  deepEqual(told(true, [0, 250, 500, 1000, 2000], 2000), [
    "\r0 of 2,000 things",
    "\r250 of 2,000 things, 7 s left",
    "\r500 of 2,000 things, 6 s left",
    "\r1,000 of 2,000 things, 3 s left",
    "\r2,000 of 2,000 things, 4.0 s   \n",
  ]);
});

Deno.test("progressWriter() writes a line from time to time elsewhere, and the last state always", () => {
  deepEqual(told(false, [0, 1, 2, 3, 4, 5, 6], 100), [
    "5 of 100 things, 95 s left\n".replace("95 s", "2 min"),
  ]);
  deepEqual(told(false, [0, 10], 10), ["10 of 10 things, 1.0 s\n"]);
});

Deno.test("progressWriter() cuts a line that would wrap, for such a line cannot be written over", () => {
  const what = "things with a name that is longer than a terminal is wide";
  const lines: string[] = [];
  const write = progressWriter(countLine(what, () => 0), {
    tell: (text) => void lines.push(text),
    now: () => 0,
    isTerminal: true,
    columns: () => 50,
  });
  write({ done: 0, total: 9 });
  deepEqual(lines, [`\r${`0 of 9 ${what}`.slice(0, 49)}`]);
});
