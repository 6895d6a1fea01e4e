import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { weekSpans } from "lab/week";
import { readTimes } from "../../lib/cli/week/stage_clock.ts";
import { loopbackServer } from "../providers/loopback_server.ts";
import { AFTER_CLOSE, DAYS, inWeek, LAST_DAY, priceFile } from "./week/week_world.ts";

const PRICE = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

const STAGE_FILES = [
  "1_quote.json",
  "2_poll.json",
  "3_verdict.json",
  "4_book.json",
  "5_check.json",
  "ballots.parquet",
  "committee.json",
  "memo.html",
  "memo.json",
];
const WRITTEN = [
  ...STAGE_FILES.slice(0, 5),
  "6_approval.json",
  "7_orders.json",
  "ballots.parquet",
  "basket.csv",
  "committee.json",
  "memo.html",
  "memo.json",
  "orders.csv",
];

Deno.test("week waits for a yes, and writes the same bytes however often it is run", async () => {
  await inWeek(async ({ run, files }) => {
    const first = await run();
    equal(first.code, 3);
    match(first.text, /Orders to be decided on, [0-9a-f]{12}\n {2}(?:buy|sell)/);
    match(first.text, /Waiting for a yes or a no/);
    const shown = await files();
    deepEqual(Object.keys(shown), STAGE_FILES);
    equal((await run()).code, 3);
    deepEqual(await files(), shown);

    const yes = await run("--approve", "Ann");
    equal(yes.code, 0);
    match(
      yes.text,
      /Approved by Ann at .*, orders [0-9a-f]{12}\.\nOrders: orders\.csv, basket\.csv/,
    );
    const written = await files();
    deepEqual(Object.keys(written), WRITTEN);
    for (const name of STAGE_FILES.filter((name) => !name.startsWith("memo."))) {
      equal(written[name], shown[name], name);
    }
    ok(shown["memo.html"].includes("Waiting for a yes or a no"));
    ok(written["memo.html"].includes("Approved by Ann"));
    equal((await run()).code, 0);
    equal((await run("--approve", "Bob")).code, 0);
    deepEqual(await files(), written);
    await rejects(
      run("--reject", "Bob", "--because", "late"),
      /Cannot reject for Bob: Approved by Ann/,
    );
  });
});

Deno.test("each stage of a week names the hashes of what it was made from", async () => {
  await inWeek(async ({ run, files }) => {
    await run();
    await run("--approve", "Ann");
    const written = await files();
    const hash = async (text: string) =>
      new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
    const named = new Set<string>();
    for (const [name, text] of Object.entries(written)) {
      if (!/^\d_/.test(name)) continue;
      const { inputs, day } = JSON.parse(text);
      equal(day, LAST_DAY);
      for (const [input, sha256] of Object.entries(inputs)) {
        if (!Object.hasOwn(written, input)) continue;
        equal(sha256, await hash(written[input]), `${name} of ${input}`);
        named.add(input);
      }
    }
    deepEqual([...named].sort(), [
      ...["2_poll.json", "3_verdict.json", "4_book.json", "5_check.json", "6_approval.json"],
      "committee.json",
    ]);
    const { result } = JSON.parse(written["7_orders.json"]);
    equal(result.files["orders.csv"], await hash(written["orders.csv"]));
  });
});

Deno.test("nothing is approved unseen, by another hash, or after it has changed", async () => {
  await inWeek(async ({ run, files, write }) => {
    await rejects(run("--approve", "Ann"), /nobody has seen these orders yet/);
    const { text } = await run(), [, of] = /decided on, ([0-9a-f]{12})/.exec(text)!;
    await rejects(
      run("--approve", "Ann", "--hash", "0123456789ab"),
      /0123456789ab is not the hash of these orders, which is/,
    );
    await rejects(
      run("--approve", "Ann", "--account", "250000"),
      /are not those that lay there before/,
    );
    // What somebody has looked at and named is approved, whoever ran what in between.
    await run();
    equal((await run("--approve", "Ann", "--hash", of)).code, 0);
    equal(JSON.parse((await files())["6_approval.json"]).result.decisions.length, 1);
    await rejects(run("--account", "250000"), /Cannot change this week: Approved by Ann/);
    const collar = await write("collar.json", '{"week": {"collarBps": 60}}');
    await rejects(run("--settings", collar), /Cannot change this week: .*5_check\.json would be/);
    ok(Object.hasOwn(await files(), "orders.csv"));
  });
});

Deno.test("a no is recorded with its reason, and another decision waits again", async () => {
  await inWeek(async ({ run, files }) => {
    await run();
    await rejects(run("--reject", "Ann"), /Cannot use --reject without --because/);
    const no = await run("--reject", "Ann", "--because", "earnings tonight");
    equal(no.code, 0);
    match(no.text, /Rejected by Ann .*: earnings tonight\. No order is written/);
    ok(!Object.hasOwn(await files(), "orders.csv"));
    match((await run()).text, /Rejected by Ann/);
    const other = await run("--override", "XLK=closed", "--because", "earnings tonight");
    equal(other.code, 3);
    equal((await run("--approve", "Bob")).code, 0);
    const { decisions } = JSON.parse((await files())["6_approval.json"]).result;
    deepEqual(decisions.map(({ says, who }: { says: string; who: string }) => [says, who]), [
      ["no", "Ann"],
      ["yes", "Bob"],
    ]);
    equal(decisions[1].checks.length, 2);
  });
});

Deno.test("an override stands beside the committee's word, stays, and is taken back", async () => {
  await inWeek(async ({ run, files }) => {
    await run();
    const before = await files();
    const verdict = async () => JSON.parse((await files())["3_verdict.json"]).result;
    const own = (await verdict()).views;
    const to = own.find(({ sector }: { sector: string }) => sector === "XLK").score === 5 ? 1 : 5;
    const { text } = await run("--override", `XLK=${to}`, "--because", "a visit to the fab");
    match(
      text,
      new RegExp(`XLK: a score of ${to}\\.00 in the place of \\d\\.\\d\\d, because a visit`),
    );
    const { views, committee, overridden } = await verdict();
    deepEqual(committee, own);
    equal(views.find(({ sector }: { sector: string }) => sector === "XLK").score, to);
    equal(
      overridden[0].was.score,
      own.find((one: { sector: string }) => one.sector === "XLK").score,
    );
    // The next run need not say it again.
    await run();
    deepEqual((await verdict()).overridden, overridden);
    await run("--override", "XLE=closed", "--because", "no view on oil");
    equal((await verdict()).overridden.length, 2);
    const plan = JSON.parse((await files())["4_book.json"]).result.plan;
    equal(plan.book.weights[plan.book.sectors.indexOf("XLE")], 0);
    ok(plan.setAside.some(({ reason }: { reason: string }) => reason.includes("no view on oil")));
    await run("--override", "XLE=committee", "--override", "xlk=committee");
    deepEqual(await files(), before);
  });
});

Deno.test("week refuses what it cannot take for an override or a decision", async () => {
  await inWeek(async ({ run }) => {
    await rejects(
      run("--override", "XLK=6", "--because", "x"),
      /need a sector and a score from 1 to 5/,
    );
    await rejects(run("--override", "XLQ=4", "--because", "x"), /need a sector and a score/);
    await rejects(run("--override", "XLK=4"), /--override without --because/);
    await rejects(
      run("--override", "XLK=4", "--override", "XLK=2", "--because", "x"),
      /XLK is named twice/,
    );
    await rejects(
      run("--because", "x"),
      /--because without --override, --reject or --take-account/,
    );
    await rejects(run("--approve", "A", "--reject", "B", "--because", "x"), /need a yes or a no/);
    await rejects(run("--hash", "12345678"), /--hash without --approve/);
  });
});

Deno.test("old prices, prices outside the collar and orders too large stop a week with code 4", async () => {
  await inWeek(async ({ run, runAt, write, files }) => {
    const later = { now: () => new Date(AFTER_CLOSE.getTime() + 7 * 86_400_000) };
    const old = await runAt(later);
    equal(old.code, 4);
    match(old.text, /STOPS {2}\d trading days are over since .*; --stale-ok allows it/);
    const shown = await files();
    equal((await runAt(later, "--stale-ok")).code, 3);
    // Its age is no part of what is decided on.
    deepEqual(await files(), shown);

    const { orders } = JSON.parse(shown["5_check.json"]).result;
    const quotes = (
      factor: number,
      time = new Date(AFTER_CLOSE.getTime() + 3_600_000).toISOString(),
    ) =>
      write(
        "quotes.csv",
        "ticker,price,time\n" +
          orders.map(({ ticker, price }: { ticker: string; price: number }) =>
            `${ticker},${(price * factor).toFixed(4)},${time}\n`
          ).join(""),
      );
    equal((await run("--quotes", await quotes(1.002))).code, 3);
    const away = await run("--quotes", await quotes(1.02), "--approve", "Ann");
    equal(away.code, 4);
    match(away.text, /is at \d+\.\d\d, \+\d+ bp from its close/);
    match(
      (await run("--quotes", await quotes(1, `${LAST_DAY}T20:00:00Z`))).text,
      /not after the close/,
    );
    await rejects(
      run("--quotes", await write("q.csv", "ticker,price,time\nXLK,10,2026-01-01 10:00\n")),
      /line 2, column time: need a time with its zone/,
    );
    const strict = await write(
      "settings.json",
      '{"week": {"largestOrder": 0.01, "mostOrders": 2}}',
    );
    const large = await run("--settings", strict);
    equal(large.code, 4);
    match(large.text, /Refused by a check: largest order, number of orders\. Nothing is written/);
    await rejects(
      run("--settings", await write("s.json", '{"week": {"collar": 1}}')),
      /collarBps/,
    );
    ok(!Object.hasOwn(await files(), "orders.csv"));
  });
});

Deno.test("a second run in the same folder is refused with who is at work, and a dry run asks nobody", async () => {
  await inWeek(async ({ week, run, files }) => {
    equal((await run("--dry-run")).code, 0);
    deepEqual(Object.keys(await files()), ["1_quote.json"]);
    const file = Deno.openSync(join(week, ".lock"), { create: true, write: true });
    file.lockSync(true);
    await Deno.writeTextFile(
      join(week, ".lock.json"),
      JSON.stringify({ pid: 4711, host: "desk", since: "2026-11-27T21:05:00.000Z" }),
    );
    await rejects(
      run(),
      /another run is at work .* \(process 4711 on desk, since 2026-11-27T21:05/,
    );
    file.close();
    equal((await run()).code, 3);
  });
});

Deno.test("a file of a stage that was changed is refused, and one that is gone is made anew", async () => {
  await inWeek(async ({ week, run, files }) => {
    await run();
    const before = await files();
    await Deno.remove(join(week, "4_book.json"));
    await run();
    deepEqual(await files(), before);
    await Deno.writeTextFile(join(week, "3_verdict.json"), "{");
    await rejects(run(), /3_verdict\.json is no file of the stage verdict/);
    await Deno.writeTextFile(join(week, "3_verdict.json"), before["3_verdict.json"]);
    await Deno.writeTextFile(
      join(week, "5_check.json"),
      before["5_check.json"].replace('"shares": ', '"shares": 9'),
    );
    await run();
    deepEqual(await files(), before);
    notEqual(before["5_check.json"], "");
  });
});

Deno.test("a week leaves the times of its stages, which a chart draws", async () => {
  await inWeek(async ({ week, runAt }) => {
    let ms = AFTER_CLOSE.getTime();
    const ticking = { now: () => new Date(ms += 1000) };
    await runAt(ticking);
    ms += 600_000;
    await runAt(ticking, "--approve", "Ann");
    const spans = weekSpans(readTimes(week));
    deepEqual([...new Set(spans.map(({ stage }) => stage))], [
      ...["Quote", "Poll", "Verdict", "Book", "Check", "Approval", "Orders"],
    ]);
    const [approval] = spans.filter(({ stage }) => stage === "Approval");
    ok(approval.to - approval.from > 10 && approval.to - approval.from < 11);
    deepEqual([approval.note, spans.at(-1)!.note], ["yes", "9 orders"]);
    ok(spans.every(({ kind }) => kind !== "cut off"));
  });
});

Deno.test("the last verdict stands in for answers that did not come, and aims at less by its age", async () => {
  await using server = loopbackServer({ price: PRICE });
  await inWeek(async ({ dir, write, runOn, files }) => {
    const settings = await write(
      "models.json",
      JSON.stringify({
        providers: [{
          name: "claude",
          kind: "anthropic",
          baseUrl: server.urls.anthropic,
          roles: { fast: { model: "m", price: PRICE } },
        }],
      }),
    );
    const factory = { readVariable: () => "planted-key" };
    const asked = ["--settings", settings, "--analysts", "claude/fast", "--cap", "0.001"];
    const here = [join(dir, "prices.csv"), { factory }] as const;
    // Nobody answers within the cap: without a word the week waits, and without a week before it is held.
    equal((await runOn(...here, ...asked)).code, 2);
    const held = await runOn(...here, ...asked, "--with-gaps");
    equal(held.code, 2);
    match(
      held.text,
      /No question was answered, and there is no verdict before\. The book is held\./,
    );
    equal(server.bill.length, 0);

    const earlier = DAYS.at(-6)!;
    const before = await runOn(await write("earlier.csv", priceFile(DAYS.length - 5)), {
      now: () => new Date(`${earlier}T22:00:00Z`),
    });
    equal(before.code, 3);
    const again = await runOn(
      ...here,
      ...asked,
      "--with-gaps",
      "--override",
      "XLK=3",
      "--because",
      "x",
    );
    equal(again.code, 3, again.text);
    const age = (Date.parse(LAST_DAY) - Date.parse(earlier)) / 86_400_000;
    match(
      again.text,
      new RegExp(
        `the verdict of ${earlier}, ${age} days old, stands in for 11 sectors\\. The gross`,
      ),
    );
    const written = await files();
    const { aged, committee, views } = JSON.parse(written["3_verdict.json"]).result;
    deepEqual([committee, views.length, aged.grossFactor], [[], 11, 1 - age / 28]);
    const { plan } = JSON.parse(written["4_book.json"]).result;
    equal(plan.settings.mandate.gross, 1 - age / 28);
    ok(plan.book.gross <= 1 - age / 28 + 1e-9);
    match(written["memo.html"], new RegExp(`${age} days old`));
    equal((await runOn(...here, ...asked, "--with-gaps", "--approve", "Ann")).code, 0);
  });
});

Deno.test("at a terminal week asks for a yes, a name, and the reason of a no", async () => {
  await inWeek(async ({ runAt, files }) => {
    const answering = (...answers: (string | undefined)[]) => ({ ask: () => answers.shift() });
    equal((await runAt(answering(undefined))).code, 3);
    equal((await runAt(answering("maybe"))).code, 3);
    equal((await runAt(answering("no", "Ann", undefined))).code, 3);
    equal((await runAt(answering("no", "Ann", "too large"))).code, 0);
    equal((await runAt(answering("YES", "Bob"))).code, 0);
    const { decisions } = JSON.parse((await files())["6_approval.json"]).result;
    deepEqual(decisions.map(({ says }: { says: string }) => says), ["no", "yes"]);
  });
});
