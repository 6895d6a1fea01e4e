import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { type MemoData, memoPage } from "lab/memo";
import { inWeek } from "./week_world.ts";

const dataOf = (files: Readonly<Record<string, string>>): MemoData =>
  JSON.parse(files["memo.json"]).data;

Deno.test("the memo of a week is a page of its data, with what moved since the newest week before", async () => {
  await inWeek(async ({ run, files, dir }) => {
    await run("--as-of", "2020-06-12");
    await run("--as-of", "2020-06-19");
    // A newer one that cannot be read is passed over.
    await Deno.mkdir(join(dir, "weeks", "2020-06-26"));
    await Deno.writeTextFile(join(dir, "weeks", "2020-06-26", "committee.json"), "{");
    await run();
    const first = await files(), data = dataOf(first);
    equal(memoPage(data), first["memo.html"]);
    equal(data.comparedWith, "2020-06-19");
    ok("2020-06-19/committee.json" in data.inputs);
    deepEqual(data.spending, { settledUsd: 0, openUsd: 0, unknown: 0, answers: 11, kept: 0 });
    ok(data.mind.length > 0 && data.orders.every(({ limitPrice }) => limitPrice! > 0));
    equal(data.decision.state, "proposed");

    await run("--override", "XLK=closed", "--because", "a visit to the fab");
    const other = dataOf(await files());
    const xlk = ({ sector }: { sector: string }) => sector === "XLK";
    equal(other.scores.find(xlk)!.why.split(";")[0], "closed by hand");
    ok(other.notes.some((note) => note.includes("a visit to the fab")));
    await run("--reject", "Ann", "--because", "earnings");
    deepEqual(dataOf(await files()).decision, {
      state: "rejected",
      by: "Ann",
      because: "earnings",
    });
    await run("--override", "XLK=committee");
    // Another week of orders waits for a decision of its own.
    deepEqual(await files().then(dataOf), data);
    await run("--approve", "Bob");
    deepEqual(dataOf(await files()).decision, { state: "approved", by: "Bob" });
  });
});

Deno.test("a memo that was changed or is gone is made anew", async () => {
  await inWeek(async ({ run, files, week }) => {
    await run();
    const whole = await files();
    for (const [name, text] of [["memo.html", "no"], ["memo.json", "{"], ["memo.json", ""]]) {
      await Deno.writeTextFile(join(week, name), text);
      await run();
      equal((await files())["memo.html"], whole["memo.html"]);
      equal((await files())["memo.json"], whole["memo.json"]);
    }
    await Deno.remove(join(week, "memo.html"));
    await run();
    equal((await files())["memo.html"], whole["memo.html"]);
  });
});
