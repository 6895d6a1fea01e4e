import { lessonMarket } from "lab/lesson";
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

Deno.test("lessonMarket() opens a price file, and takes its last complete day", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const rows = [
      "date,XLE,XLF,XLK,SPY",
      "2020-01-02,60.1,30.8,92,324.9",
      "2020-01-03,59.9,30.5,91,322.4",
      "2020-01-06,60.4,,92,323.6",
    ];
    await Deno.writeTextFile(`${folder}/prices.csv`, rows.join("\n"));
    const { snapshot } = await lessonMarket(`${folder}/prices.csv`, { seed: 3 });
    const { about, source } = await lessonMarket(`${folder}/prices.csv`, {
      seed: 3,
      dividends: false,
    });
    match(source, /prices\.csv, without dividends, /);
    match(about.message, /prices\.csv, without dividends, decision at/);
    await rejects(
      lessonMarket(`${folder}/price.csv`, { seed: 3 }),
      /price\.csv: there is no such file in .*; the choices are "simulated", "industries", or the path/,
    );
    equal(snapshot.day, "2020-01-03");
    await rejects(
      lessonMarket(`${folder}/prices.csv`, { seed: 3, day: "2020-01-04" }),
      /no trading day here, the trading day before it is 2020-01-03/,
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
