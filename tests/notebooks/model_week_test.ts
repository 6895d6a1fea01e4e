/** The example of four weeks, run as a reader runs it. */
import { equal, match, ok } from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

Deno.test("model_week.ts walks four weeks without a key, and its cash adds up", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "notebooks/examples/model_week.ts"],
    cwd: ROOT.pathname,
    stdout: "piped",
    stderr: "piped",
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  const text = new TextDecoder().decode(stdout);
  equal(text.match(/^\d{4}-\d\d-\d\d {2}equity \$/gm)?.length, 4);
  equal(text.match(/paid against the closes: \$\d+\.\d\d/g)?.length, 4);
  match(text, /\n {4}XLK: earnings in the week to come\n/);
  const cash = Number(/CASH (-?\d+\.\d\d)\n/.exec(text)![1]);
  ok(cash > 0 && cash < 100_000);
});
