import { lessonMarket } from "lab/lesson";
import { sectorDecision } from "lab/lesson/01";
import { tradingDaysFrom } from "lab/market";
import { day } from "lab/units";
import { equal, match, rejects } from "node:assert/strict";

Deno.test("lessonMarket() opens the simulated world at the end of a full week", async () => {
  const { snapshot, source, about, noOrders } = await lessonMarket("simulated", { seed: 3 });
  equal(snapshot.sectors.length, 11);
  equal(source, "Source: simulated, seed 3.");
  equal(noOrders, undefined);
  match(about.message, new RegExp(snapshot.day));
});

Deno.test("lessonMarket() opens the industries and says what they lack", async () => {
  const { snapshot, source, about, noOrders } = await lessonMarket("industries", { seed: 3 });
  equal(snapshot.frequency, "monthly");
  match(source, /^Source: real, Kenneth R\. French/);
  match(about.message, /two pillars abstain/);
  match(String(noOrders), /no prices of funds, so nothing can be ordered/);
});

Deno.test("lessonMarket() opens a price file, takes its last day and says what is odd", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const rows = [
      "date,XLE,XLF,XLK,SPY",
      "2020-01-02,60.1,30.8,92,324.9",
      "2020-01-03,59.9,30.5,91,322.4",
      "2020-01-06,60.4,,92,323.6",
    ];
    await Deno.writeTextFile(`${folder}/prices.csv`, rows.join("\n"));
    const { snapshot, about, warnings } = await lessonMarket(`${folder}/prices.csv`, { seed: 3 });
    equal(snapshot.day, "2020-01-06");
    equal(warnings[0].kind, "partial row");
    match(
      about.message,
      /Set aside: Financials \(XLF\) has no price on 2020-01-06; its newest close is/,
    );
    match(about.message, /The newest row, 2020-01-06, has no price of XLF/);
    const accept = ["partial-row"];
    const checked = await lessonMarket(`${folder}/prices.csv`, { seed: 3, accept });
    equal(checked.warnings[0].accepted, true);
    equal(/The newest row/.test(checked.about.message), false);
    const plain = await lessonMarket(`${folder}/prices.csv`, { seed: 3, dividends: false });
    match(plain.source, /prices\.csv, without dividends, /);
    match(plain.about.message, /prices\.csv, without dividends, decision at/);
    await rejects(
      lessonMarket(`${folder}/price.csv`, { seed: 3 }),
      /price\.csv: there is no such file in .*; the choices are "simulated", "industries", or the path/,
    );
    await rejects(
      lessonMarket(`${folder}/prices.csv`, { seed: 3, day: "2020-01-04" }),
      /no trading day here, the trading day before it is 2020-01-03/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("lessonMarket() refuses weeks, and a lesson that looks back does not stumble over the newest row", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const days = tradingDaysFrom(day("2020-01-02"), 120);
    const row = (on: string, k: number, spy = true) =>
      [on, 60 + k % 7, 30 + k % 5, 90 + k % 11, spy ? 300 + k % 9 : ""].join(",");
    const write = async (name: string, rows: readonly string[]) => {
      await Deno.writeTextFile(`${folder}/${name}`, ["date,XLE,XLF,XLK,SPY", ...rows].join("\n"));
      return `${folder}/${name}`;
    };
    const weekly = await write(
      "w.csv",
      days.filter((_, k) => k % 5 === 0).map((on, k) => row(on, k)),
    );
    await rejects(lessonMarket(weekly, { seed: 3 }), /need one row per trading day/);
    const cut = await write("c.csv", days.map((on, k) => row(on, k, k < 119)));
    await rejects(
      lessonMarket(cut, { seed: 3 }),
      /SPY, to which betas refer, has no price that day/,
    );
    const { snapshot, about } = await sectorDecision(cut, { seed: 3, sector: "XLK" });
    equal(snapshot.day < days[100], true);
    match(about.message, /The newest row, .*, has no price of SPY/);

    // Filings of two sectors rank nobody: the lesson says so, and goes on.
    const filed = async (...sectors: readonly string[]) => {
      const rows = sectors.flatMap((sector) =>
        ["2019-09-30,2019-11-05", "2019-12-31,2020-02-05"].map((on) => `${sector},${on},0.05`)
      );
      const evidence = `${folder}/${sectors.length}`;
      await Deno.mkdir(evidence);
      await Deno.writeTextFile(
        `${evidence}/fundamentals.csv`,
        ["sector,period_end,available_at,earnings_yield", ...rows].join("\n"),
      );
      return await sectorDecision(cut, { seed: 3, sector: "XLK", evidence });
    };
    match((await filed("XLE", "XLF")).pricesAlone!.message, /two quarters from each of three sec/);
    equal((await filed("XLE", "XLF", "XLK")).pricesAlone, undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("lessonMarket() decides on no half row, and tells what is odd before how files were laid out", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const funds = { XLE: [60, 61, 62], XLF: [30, 31, 32], XLK: [90, 91, 92], XLB: [40, 41, 42] };
    const days = ["2020-01-02", "2020-01-03", "2020-01-06"];
    const file = (ticker: string, cells: readonly (number | string)[]) =>
      Deno.writeTextFile(
        `${folder}/${ticker}.csv`,
        ["Date,Close", ...days.map((on, k) => `${on},${cells[k]}`)].join("\n"),
      );
    for (const [ticker, cells] of Object.entries(funds)) await file(ticker, cells);
    await file("SPY", [300, "", 302]);
    await rejects(
      lessonMarket(folder, { seed: 3, day: "2020-01-03" }),
      /Cannot decide on 2020-01-03: SPY, to which betas refer, has no price that day/,
    );
    const { about, snapshot } = await lessonMarket(folder, { seed: 3 });
    equal(snapshot.day, "2020-01-06");
    // Of five files' notes and the hole, the hole is told first.
    match(
      about.message,
      /two pillars abstain\. XLC, .*SPY has no price on 1 day .*XLB\.csv: taken/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("lessonMarket() says what the choice may be", async () => {
  await rejects(lessonMarket(undefined as unknown as string, { seed: 3 }), {
    name: "TypeError",
    message: /need "simulated", "industries" or the path of a price file, got undefined/,
  });
  await rejects(lessonMarket("no_such_file.csv", { seed: 3 }), /no_such_file\.csv/);
});

Deno.test("lessonMarket() refuses what is about a file where there is none", async () => {
  await rejects(
    lessonMarket("simulated", { seed: 3, accept: ["jumps"] }),
    /Cannot use accept with "simulated": it is about the prices of a file/,
  );
  await rejects(
    lessonMarket("industries", { seed: 3, dividends: false }),
    /Cannot use dividends with "industries"/,
  );
  equal(
    (await lessonMarket("simulated", { seed: 3, accept: [], dividends: true })).warnings.length,
    0,
  );
});

Deno.test("lessonMarket() takes evidence beside a price file, and nowhere else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const days = ["2020-01-02", "2020-01-03", "2020-01-06"];
    await Deno.writeTextFile(
      `${folder}/prices.csv`,
      ["date,XLE,XLF,XLK,SPY", ...days.map((on, i) => `${on},6${i},3${i},9${i},32${i}`)].join("\n"),
    );
    const evidence = `${folder}/evidence`;
    await Deno.mkdir(evidence);
    await Deno.writeTextFile(
      `${evidence}/fundamentals.csv`,
      "sector,period_end,earnings_yield\nXLK,2019-09-30,0.04\n",
    );
    const lesson = await lessonMarket(`${folder}/prices.csv`, {
      seed: 3,
      evidence,
      knownAfter: 45,
    });
    equal(lesson.snapshot.fundamentals.length, 1);
    match(
      lesson.source,
      /; evidence: fundamentals\.csv \(taken as known 45 days after each period's end\)\.$/,
    );
    match(
      lesson.about.message,
      /Evidence from fundamentals\.csv; there are no headlines or flows\./,
    );
    equal((await lessonMarket("simulated", { seed: 3, evidence: "" })).market.figures, undefined);
    for (const files of [{ evidence }, { knownAfter: 45 }]) {
      await rejects(
        lessonMarket("simulated", { seed: 3, ...files }),
        /^TypeError: Cannot use (evidence|knownAfter) with "simulated": it is about what stands beside/,
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
