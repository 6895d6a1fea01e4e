import { equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { loopbackServer } from "../../providers/loopback_server.ts";
import { inWeek } from "./week_world.ts";

const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };
const SECTORS = 11;

Deno.test("a week waits for questions that a cap has left, and pays for the rest alone", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inWeek(async ({ runAt, write, files, dir }) => {
    const settings = await write(
      "settings.json",
      JSON.stringify({
        providers: [{
          name: "b",
          kind: "compatible",
          baseUrl: server.urls.compatible,
          roles: { fast: { model: "m", price: PRICE } },
        }],
        analysts: ["b/fast"],
      }),
    );
    const planted = { factory: { readVariable: () => "planted-key" } };
    const run = (...args: string[]) => runAt(planted, "--settings", settings, ...args);

    const dry = await run("--dry-run");
    equal(dry.code, 0);
    equal(server.bill.length, 0);
    const { quote } = JSON.parse((await files())["1_quote.json"]).result;
    equal(quote.calls, SECTORS);
    // What a call costs, seen in another place; then room for a few, and for one more at its worst
    // (the quote counts a second try of each).
    equal((await run("--record", join(dir, "seen"), "--out", join(dir, "seen-weeks"))).code, 3);
    const before = server.bill.length, costUsd = server.billUsd() / before;
    equal(before, SECTORS);
    const cap = (quote.mostUsd / SECTORS / 2 + 3.5 * costUsd).toFixed(6);
    const capped = await run("--cap", cap);
    equal(capped.code, 2, capped.text);
    match(capped.text, /The week waits: \d+ questions? without an answer/);
    const paid = server.bill.length - before;
    ok(paid > 0 && paid < SECTORS, String(paid));
    ok(!Object.hasOwn(await files(), "2_poll.json"));

    const gaps = await run("--cap", cap, "--with-gaps", "--out", join(dir, "other"));
    equal(gaps.code, 3);
    equal(server.bill.length - before, paid, "answers that are paid for are kept for every folder");

    equal((await run()).code, 3);
    equal(server.bill.length - before, SECTORS);
    equal((await run("--dry-run")).code, 0);
    equal((await run("--approve", "Ann")).code, 0);
    await rejects(run("--samples", "2"), /Cannot ask the committee of .* anew: Approved by Ann/);
    equal(server.bill.length - before, SECTORS);
  });
});
