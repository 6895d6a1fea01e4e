import { openMarket, readEvidence, snapshot, sourceLine, tradingDaysFrom } from "lab/market";
import { briefs } from "lab/committee";
import { randomStream } from "lab/stats";
import { day, type Instant } from "lab/units";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { SOAK } from "../../soak.ts";
import { csv, inFolder } from "./in_folder.ts";

const FUNDAMENTALS =
  "sector,period_end,available_at,earnings_yield,earnings_growth,revision_breadth";

/** The kinds of the warnings with the first sentence of each. */
const told = (evidence: Awaited<ReturnType<typeof readEvidence>>) =>
  Object.fromEntries(evidence.warnings.map(({ kind, message }) => [kind, message]));

Deno.test("readEvidence() reads all six tables, each in its form, with file, row and hash on each datum", () =>
  inFolder({
    "fundamentals.csv": csv(FUNDAMENTALS, "XLK,2024-03-31,2024-05-02 16:31,0.04,0.1,"),
    "headlines.jsonl":
      '{"sector":"Information Technology","available_at":"2024-05-02T20:31:12Z","text":"A","url":"https://x.y"}\n',
    "flows.csv": csv(
      "sector,week,available_at,flow_share",
      "XLE,2024-05-03,2024-05-03 18:00,-0.01",
    ),
    "rates.csv": csv("available_at,rate_per_year", "2024-05-03,0.052"),
    "styles.csv": csv(
      "day,available_at,size,value,momentum,quality",
      "2024-05-02,2024-05-03 18:00,0.001,,0.002,0.003",
    ),
    "figures.csv": csv(
      "sector,pillar,name,value,unit,available_at,as_of",
      "XLK,Sentiment,Short interest,0.03,share,2024-05-03 18:00,2024-04-30",
    ),
  }, async (folder) => {
    const read = await readEvidence(folder);
    const { fundamentals, headlines, flows, rates, styles, figures, files } = read;
    deepEqual(files.map(({ name }) => name), [
      "fundamentals.csv",
      "headlines.jsonl",
      "flows.csv",
      "rates.csv",
      "styles.csv",
      "figures.csv",
    ]);
    const origin = (i: number, row: number) => ({
      file: files[i].name,
      row,
      sha256: files[i].sha256,
    });
    deepEqual(fundamentals, [{
      sector: "XLK",
      periodEnd: "2024-03-31",
      earningsYield: 0.04,
      earningsGrowth: 0.1,
      revisionBreadth: NaN,
      availableAt: "2024-05-02T16:31",
      address: "lab:fundamentals/XLK/2024-03-31/2024-05-02T16:31",
      origin: origin(0, 2),
    }]);
    const [{ address, ...headline }] = headlines!;
    deepEqual(headline, {
      sector: "XLK",
      text: "A",
      url: "https://x.y",
      availableAt: "2024-05-02T16:32",
      origin: origin(1, 1),
    });
    match(address, /^lab:headlines\/XLK\/2024-05-02T16:32\/[0-9a-f]{8}$/);
    deepEqual(flows![0].flowShare, -0.01);
    deepEqual(rates!.map(({ availableAt, ratePerYear }) => [availableAt, ratePerYear]), [
      ["2024-05-06T09:30", 0.052],
    ]);
    deepEqual(styles![0].further, { quality: 0.003 });
    ok(Number.isNaN(styles![0].value));
    deepEqual([figures![0].pillar, figures![0].name, figures![0].asOf, figures![0].address], [
      "sentiment",
      "Short interest",
      "2024-04-30",
      "lab:figures/XLK/sentiment/short-interest/2024-04-30/2024-05-03T18:00",
    ]);
    deepEqual(read.warnings, []);
  }));

Deno.test("a Parquet file says the same as CSV and JSON lines of the same rows", async () => {
  const rows = [
    ["XLK", "2024-05-02T16:31", "Chips are scarce"],
    ["XLE", "2024-05-02T17:00", "Oil is dear"],
  ];
  const forms = {
    "headlines.csv": csv("sector,available_at,text", ...rows.map((row) => row.join(","))),
    "headlines.ndjson": rows.map(([sector, available_at, text]) =>
      JSON.stringify({ sector, available_at, text })
    ).join("\n"),
    "headlines.parquet": new Uint8Array(
      pl.DataFrame({
        sector: rows.map(([sector]) => sector),
        // Without a zone, as pandas writes them.
        available_at: rows.map(([, at]) => new Date(`${at}:00Z`)),
        text: rows.map(([, , text]) => text),
      }).writeParquet() as Buffer,
    ),
  };
  const read = await Promise.all(
    Object.entries(forms).map(([name, content]) =>
      inFolder(
        { [name]: content },
        async (folder) =>
          (await readEvidence(folder)).headlines!.map(({ origin: _, ...datum }) => datum),
      )
    ),
  );
  equal(read[0].length, 2);
  deepEqual(read[1], read[0]);
  deepEqual(read[2], read[0]);
});

Deno.test("the order of rows does not matter, and data come in the order in which they became known", () =>
  inFolder({
    "flows.csv": csv(
      "sector,week,available_at,flow_share",
      "XLE,2024-05-10,2024-05-11,0.02",
      "XLE,2024-05-03,2024-05-04,0.01",
    ),
  }, async (folder) => {
    const { flows } = await readEvidence(folder);
    deepEqual(flows!.map(({ week }) => week), ["2024-05-03", "2024-05-10"]);
  }));

const REFUSED: readonly (readonly [what: string, name: string, text: string, message: RegExp])[] = [
  [
    "no available_at",
    "headlines.csv",
    csv("sector,text", "XLK,A"),
    /^DataError: Cannot read headlines\.csv, line 1: column "available_at" is missing: nothing says from when/,
  ],
  [
    "a period alone",
    "fundamentals.csv",
    csv("sector,period_end,earnings_yield", "XLK,2024-03-31,0.04"),
    /column "available_at" is missing: period_end says which period .* assume a lag by --known-after DAYS/,
  ],
  [
    "an empty available_at",
    "fundamentals.csv",
    csv(FUNDAMENTALS, "XLK,2024-03-31,,0.04,,"),
    /fundamentals\.csv, line 2, column available_at: need the minute .* got an empty cell; a row without it/,
  ],
  [
    "an unknown sector",
    "headlines.csv",
    csv("sector,available_at,text", "XLQ,2024-05-03 10:00,A"),
    /headlines\.csv, line 2, column sector: need a sector's fund, such as XLK, .* got "XLQ"/,
  ],
  [
    "no moment",
    "headlines.csv",
    csv("sector,available_at,text", "XLK,5/3/2024,A"),
    /line 2, column available_at: need the minute .* got "5\/3\/2024"/,
  ],
  [
    "a percentage",
    "rates.csv",
    csv("available_at,rate_per_year", "2024-05-03,5.2"),
    /line 2, column rate_per_year: need a share from -0\.1 to 0\.5, got "5\.2"; for 5\.2 % write 0\.052/,
  ],
  [
    "a word for a number",
    "flows.csv",
    csv("sector,week,available_at,flow_share", "XLK,2024-05-03,2024-05-03 18:00,much"),
    /line 2, column flow_share: need a share .* got "much"/,
  ],
  [
    "known before its period is over",
    "fundamentals.csv",
    csv(FUNDAMENTALS, "XLK,2024-03-31,2024-03-30 10:00,0.04,,"),
    /column available_at: need a moment on or after 2024-03-31, .* is an estimate/,
  ],
  [
    "an estimate of one's own",
    "figures.csv",
    csv(
      "sector,pillar,name,value,unit,available_at,period_end",
      "XLK,technicals,E,1,x,2024-05-03,2025-12-31",
    ),
    /need a moment on or after 2025-12-31, .*; give the day on which an estimate was made as as_of/,
  ],
  [
    "a contradiction",
    "fundamentals.csv",
    csv(FUNDAMENTALS, "XLK,2024-03-31,2024-05-02,0.04,,", "XLK,2024-03-31,2024-05-02,0.05,,"),
    /line 3: it contradicts line 2, which is about XLK\/2024-03-31 at the same minute, 2024-05-03T09:30; delete/,
  ],
  [
    "two rates of one minute",
    "rates.csv",
    csv("available_at,rate_per_year", "2024-05-03,0.05", "2024-05-03,0.06"),
    /line 3: it contradicts line 2/,
  ],
  [
    "an address that runs a script",
    "headlines.csv",
    csv("sector,available_at,text,url", "XLK,2024-05-03 10:00,A,javascript:alert(1)"),
    /column url: need an address that begins with http:\/\/ or https:\/\//,
  ],
  [
    "an empty headline",
    "headlines.csv",
    csv("sector,available_at,text", "XLK,2024-05-03 10:00, "),
    /column text: need a headline, got an empty cell/,
  ],
  [
    "no figure at all",
    "fundamentals.csv",
    csv("sector,period_end,available_at", "XLK,2024-03-31,2024-05-02"),
    /there is no figure in it, need available_at, sector, period_end, earnings_yield/,
  ],
  [
    "no rows",
    "rates.csv",
    csv("available_at,rate_per_year"),
    /rates\.csv: there is no row below the header/,
  ],
  [
    "an unknown pillar",
    "figures.csv",
    csv("sector,pillar,name,value,unit,available_at", "XLK,mood,E,1,x,2024-05-03"),
    /column pillar: need fundamentals, sentiment or technicals, got "mood"/,
  ],
  [
    "a figure without a number",
    "figures.csv",
    csv("sector,pillar,name,value,unit,available_at", "XLK,sentiment,E,,x,2024-05-03"),
    /column value: need a number, got an empty cell/,
  ],
  [
    "two units of one figure",
    "figures.csv",
    csv(
      "sector,pillar,name,value,unit,available_at",
      "XLK,sentiment,E,1,x,2024-05-03",
      "XLE,sentiment,E,1,y,2024-05-03",
    ),
    /figures\.csv, line 3: E of sentiment is in "y", and in "x" in line 2; a figure has one unit/,
  ],
  [
    "two names that read alike",
    "figures.csv",
    csv(
      "sector,pillar,name,value,unit,available_at",
      "XLK,sentiment,Short interest,1,x,2024-05-03",
      "XLE,sentiment,short-interest,1,x,2024-05-03",
    ),
    /line 3: the name "short-interest" reads like "Short interest" in line 2; write both alike/,
  ],
];

Deno.test("readEvidence() refuses what cannot be used: file, line, column, value, remedy", async () => {
  for (const [what, name, text, message] of REFUSED) {
    await inFolder({ [name]: text }, (folder) => rejects(readEvidence(folder), message, what));
  }
});

Deno.test("readEvidence() refuses a folder that is none, has no table, or has one twice", async () => {
  await rejects(
    readEvidence("/no/such"),
    /Cannot read the evidence in \/no\/such: there is no such folder/,
  );
  await rejects(
    readEvidence(""),
    /^TypeError: Cannot read evidence: need the path of a folder, got ""/,
  );
  await inFolder({ "news.csv": "a" }, async (folder) => {
    await rejects(readEvidence(folder), /need a file called fundamentals, .* got news\.csv/);
    await rejects(readEvidence(join(folder, "news.csv")), /it is no folder; name the one/);
  });
  const both = { "rates.csv": "x", "rates.jsonl": "y" };
  await inFolder(
    both,
    (folder) =>
      rejects(
        readEvidence(folder),
        /rates is there twice, as rates\.csv and rates\.jsonl; keep one/,
      ),
  );
  await inFolder(
    { "rates.csv": csv("available_at,rate_per_year", "2024-05-03,0.05") },
    async (folder) => {
      for (const knownAfterDays of [-1, 1.5, 401, NaN]) {
        await rejects(
          readEvidence(folder, { knownAfterDays }),
          /knownAfterDays must be a whole number of days from 0 to 400/,
        );
      }
      await rejects(
        readEvidence(folder, { lag: 1 } as never),
        /there is no option "lag"; the options are knownAfterDays/,
      );
    },
  );
});

Deno.test("what is odd is named with its rows: twice, restated, unlisted, from the future, not read", () =>
  inFolder({
    "fundamentals.csv": csv(
      `${FUNDAMENTALS},note`,
      "XLK,2024-03-31,2024-05-02,0.04,,,x",
      "XLK,2024-03-31,2024-05-02,0.04,,,x",
      "XLK,2024-03-31,2024-06-02,0.05,,,x",
      "XLC,2017-03-31,2017-05-02,0.05,,,x",
      "XLK,2024-06-30,2024-08-02 00:00:00,0.05,,,x",
      "XLK,2024-09-30,2024-11-02 10:00,0.05,,,x",
    ),
    "notes.txt": "",
    "evidence.json": JSON.stringify({
      fetchedAt: "2024-10-01T12:00:00Z",
      files: { "fundamentals.csv": { sha256: "0".repeat(64) } },
    }),
  }, async (folder) => {
    const read = await readEvidence(folder), all = told(read);
    match(all["evidence duplicates"], /1 row stands there twice \(line 3 as 2\) and counts once/);
    match(all["evidence restated"], /1 row restates an earlier one \(line 4 of 2\); both are kept/);
    match(
      all["evidence unlisted"],
      /1 row is about .* \(line 5 of XLC\): XLC \(listed from 2018-06-19\)/,
    );
    match(
      all["evidence future"],
      /1 row could be read, .* after the file was fetched \(line 7 of 2024-11-02T10:00\)/,
    );
    match(all["evidence changed"], /fundamentals\.csv is not as it was fetched/);
    const layout = read.warnings.filter(({ kind }) => kind === "evidence layout").map((
      { message },
    ) => message);
    match(layout.join("\n"), /column note is not read/);
    match(layout.join("\n"), /1 time at midnight is taken as a day without a time/);
    match(layout.join("\n"), /notes\.txt is not read: tables are called fundamentals/);
    equal(read.fundamentals!.length, 5);
    ok(read.warnings.every(({ message }) => /[.]$/.test(message)));
  }));

Deno.test("a source line adds what evidence.json says of a file, on one line and cut", () =>
  inFolder({
    "fundamentals.csv": csv(FUNDAMENTALS, "XLK,2024-03-31,2024-05-02,0.04,,"),
    "rates.csv": csv("available_at,rate_per_year", "2024-05-03 10:00,0.05"),
    "evidence.json": JSON.stringify({
      files: {
        "fundamentals.csv": { says: "in the weights\nof 2024-06-03" },
        "rates.csv": { says: 7 },
      },
    }),
  }, async (folder) => {
    const { sources } = await readEvidence(folder);
    const line = sourceLine({
      kind: "real",
      provider: "p.csv",
      from: day("2024-01-02"),
      to: day("2024-06-03"),
      evidence: sources,
    });
    match(line, /; evidence: fundamentals\.csv \(in the weights of 2024-06-03\), rates\.csv\.$/);
  }));

Deno.test("a file is known by its own last change where no evidence.json says when it was fetched", () =>
  inFolder(
    { "rates.csv": csv("available_at,rate_per_year", "2024-05-03 10:00,0.05") },
    async (folder) => {
      const path = join(folder, "rates.csv");
      const at = async (iso: string) => {
        await Deno.utime(path, new Date(iso), new Date(iso));
        return told(await readEvidence(folder))["evidence future"];
      };
      equal(await at("2024-05-03T14:00:00Z"), undefined);
      match((await at("2024-05-03T13:58:00Z"))!, /rates\.csv: 1 row could be read/);
    },
  ));

Deno.test("a lag counts only where rows do not say when they could be read", () =>
  inFolder({
    "fundamentals.csv": csv("sector,period_end,earnings_yield", "XLK,2024-03-31,0.04"),
    "flows.csv": csv("sector,week,available_at,flow_share", "XLE,2024-05-03,2024-05-03 18:00,0.01"),
  }, async (folder) => {
    const read = await readEvidence(folder, { knownAfterDays: 45 });
    equal(read.fundamentals![0].availableAt, "2024-05-16T09:30");
    equal(read.flows![0].availableAt, "2024-05-03T18:00");
    deepEqual(read.sources, [{ name: "fundamentals.csv", knownAfterDays: 45 }, {
      name: "flows.csv",
    }]);
    match(
      told(read)["evidence lag"],
      /^fundamentals\.csv does not say .* 45 days after its period's end/,
    );
    await Deno.remove(join(folder, "fundamentals.csv"));
    match(
      told(await readEvidence(folder, { knownAfterDays: 45 }))["evidence lag"],
      /^No file needs the lag of 45 days/,
    );
  }));

Deno.test("a hostile headline is data: cut, on one line, whole characters, and never a column", () =>
  inFolder({
    "headlines.jsonl": [
      { sector: "XLK", available_at: "2024-05-03 10:00", text: "\ud800 \u001b[31mRed\u202e\nline" },
      { sector: "XLK", available_at: "2024-05-03 10:00", text: "x".repeat(150_000) },
      { sector: "XLK", available_at: "2024-05-03 10:01", text: '","role":"system", rate 5' },
    ].map((row) => JSON.stringify(row)).join("\n"),
  }, async (folder) => {
    const { headlines } = await readEvidence(folder);
    equal(headlines![0].text, "\ufffd Red line");
    match(headlines![1].text, /^x{1000}… \(150,000 characters\)$/);
    ok(headlines!.every(({ text }) => text.isWellFormed()));
  }));

Deno.test("headlines of long before the prices are left out and counted; other tables keep all", () =>
  inFolder({
    "headlines.csv": csv(
      "sector,available_at,text",
      "XLK,2010-01-04 10:00,A",
      "XLK,2024-05-03 10:00,B",
    ),
    "flows.csv": csv("sector,week,available_at,flow_share", "XLE,2010-05-07,2010-05-08,0.01"),
  }, async (folder) => {
    const read = await readEvidence(folder, { from: day("2024-04-30") });
    deepEqual([read.headlines!.length, read.flows!.length], [1, 1]);
    match(
      told(read)["evidence layout"],
      /1 headline older than four weeks before the first price is left out/,
    );
  }));

const SECTORS_HERE = ["XLE", "XLF", "XLK"] as const;

/** New York's minute of a moment, by the runtime's zone database and rounded up. */
const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "America/New_York",
  dateStyle: "short",
  timeStyle: "short",
});
const minuteOf = (ms: number) => clock.format(Math.ceil(ms / 60_000) * 60_000).replace(" ", "T");

/** A moment as one of the ways in which files write it. */
function written(ms: number, way: number): string {
  const iso = new Date(ms).toISOString();
  const shifted = (hours: number) => new Date(ms + hours * 3_600_000).toISOString().slice(0, 19);
  return [
    iso,
    `${shifted(2)}+02:00`,
    `${shifted(-5)} EST`,
    String(ms),
    minuteOf(ms).replace("T", " "),
    minuteOf(ms).slice(0, 10),
  ][way];
}

Deno.test("no brief holds what could not be read by its decision, and all the newest that could", async () => {
  const draw = randomStream(1506), days = tradingDaysFrom(day("2024-02-20"), 190);
  const start = Date.UTC(2024, 1, 1), span = 300 * 86_400_000;
  const headlines: { ms: number; isDay: boolean }[] = [];
  const rows = Array.from({ length: SOAK ? 20_000 : 3000 }, (_, i) => {
    // Many near the close of a day, and near the nights on which the clock is changed.
    const ms = i % 2 === 0
      ? Date.parse(`${days[draw.integer(days.length)]}T${i % 4 ? 20 : 21}:00:00Z`) +
        (draw.integer(241) - 120) * 1000
      : start + Math.floor(draw.uniform() * span);
    const way = draw.integer(6);
    headlines.push({ ms, isDay: way === 5 });
    return `${SECTORS_HERE[draw.integer(3)]},${written(ms, way)},headline ${i}`;
  });
  const quarters = SECTORS_HERE.flatMap((sector) =>
    ["2023-12-31", "2024-03-31", "2024-06-30"].flatMap((end) =>
      Array.from({ length: 3 }, () => {
        const ms = Date.parse(`${end}T22:00:00Z`) +
          Math.floor((20 + draw.uniform() * 60) * 86_400_000);
        return {
          ms,
          row: `${sector},${end},${written(ms, draw.integer(4))},${draw.uniform().toFixed(4)}`,
        };
      })
    )
  );
  await inFolder({
    "headlines.csv": csv("sector,available_at,text", ...rows),
    "fundamentals.csv": csv(
      "sector,period_end,available_at,earnings_yield",
      ...quarters.map(({ row }) => row),
    ),
  }, async (folder) => {
    const prices = join(folder, "..", `${folder.split("/").at(-1)}.csv`);
    const head = "date,XLE,XLF,XLK,SPY";
    await Deno.writeTextFile(
      prices,
      csv(
        head,
        ...days.map((on, i) =>
          `${on},${60 + i / 90},${30 + i / 80},${90 + i / 70},${300 + i / 60}`
        ),
      ),
    );
    try {
      const { market } = await openMarket({ kind: "prices", prices: [prices], evidence: folder });
      let seen = 0;
      for (const on of days) {
        for (
          const decidedAt of ["T16:00", "T09:30", "T15:59"].map((time) => `${on}${time}` as Instant)
        ) {
          const view = snapshot(market, on, { decidedAt });
          const shown = new Set(view.headlines.map(({ origin }) => origin!.row));
          headlines.forEach(({ ms, isDay }, i) => {
            const truth = minuteOf(ms), row = i + 2;
            if (shown.has(row)) {
              seen++;
              ok(truth <= decidedAt, `${rows[i]} is ${truth}, seen at ${decidedAt}`);
              if (isDay) ok(truth.slice(0, 10) < on, `${rows[i]} seen on ${on}`);
            } else if (!isDay) {
              // The hour that is there twice, and midnight, count later.
              const isLate = /T0[0-2]:/.test(truth);
              ok(
                truth > decidedAt || isLate || truth < "2024-01-17",
                `${rows[i]} unseen at ${decidedAt}`,
              );
            }
          });
          if (!decidedAt.endsWith("16:00")) continue;
          for (const brief of briefs(view)) {
            for (const { availableAt, origin, asOf } of brief.facts) {
              ok(availableAt <= decidedAt && asOf <= on);
              for (const row of origin?.rows ?? []) {
                ok(minuteOf(quarters[row - 2].ms) <= decidedAt, quarters[row - 2].row);
              }
            }
            for (const { origin } of brief.headlines) ok(shown.has(origin!.row));
          }
        }
      }
      ok(seen > 100_000, `${seen} sights`);
    } finally {
      await Deno.remove(prices);
    }
  });
});
