import { readEvidence } from "lab/market";
import { equal, match, rejects } from "node:assert/strict";
import { csv, inFolder } from "./in_folder.ts";

const read = (name: string, ...rows: string[]) =>
  inFolder({ [name]: csv(...rows) }, (folder) => readEvidence(folder));

Deno.test("rows of companies are told how to become rows of sectors, in each layout that people hold", async () => {
  const cases: readonly (readonly [file: string, head: string, message: RegExp])[] = [
    [
      "fundamentals.csv",
      "gvkey,datadate,rdq,tic,revtq,niq,epspxq,cshoq,ceqq",
      /looks like Compustat fundq \(rdq is available_at, datadate is period_end\), with a row for each company .* add up niq of four quarters .* latest rdq/,
    ],
    [
      "fundamentals.csv",
      "ticker,dimension,calendardate,datekey,reportperiod,revenue,netinc,epsdil,equity,sharesbas",
      /looks like Sharadar SF1 \(datekey is available_at, reportperiod is period_end\).* begins with AR/,
    ],
    [
      "fundamentals.csv",
      "Ticker,Report Date,Publish Date,Revenue,Net Income",
      /looks like SimFin \(Publish Date is available_at, Report Date is period_end\)/,
    ],
    [
      "fundamentals.csv",
      "date,symbol,period,fillingDate,acceptedDate,revenue,netIncome",
      /looks like Financial Modeling Prep \(acceptedDate is available_at, date is period_end\)/,
    ],
    [
      "fundamentals.csv",
      "symbol,quarter,endDate,acceptedDate,filedDate",
      /looks like Finnhub \(acceptedDate is available_at, endDate is period_end\)/,
    ],
    [
      "headlines.csv",
      "timestamp_utc,rp_entity_id,headline,relevance,event_sentiment_score",
      /looks like RavenPack \(timestamp_utc is available_at, headline is text\).* the sector of its entity/,
    ],
  ];
  for (const [file, head, message] of cases) {
    await rejects(read(file, head, head.replace(/[^,]+/g, "1")), message, head);
  }
});

Deno.test("with a sector and the lab's figures each layout is understood, and the columns are named", async () => {
  const sums = ",sector,earnings_yield";
  const cases: readonly (readonly [head: string, row: string, at: string])[] = [
    ["datadate,rdq,gsector,earnings_yield", "2024-03-31,2024-05-02,45,0.04", "2024-05-03T09:30"],
    [
      `dimension,datekey,reportperiod${sums}`,
      "ARQ,2024-05-02,2024-03-31,XLK,0.04",
      "2024-05-03T09:30",
    ],
    [`Report Date,Publish Date${sums}`, "2024-03-31,2024-05-02,XLK,0.04", "2024-05-03T09:30"],
    [
      `date,symbol,period,acceptedDate${sums}`,
      "2024-03-31,X,Q1,2024-05-02 16:31:12,XLK,0.04",
      "2024-05-02T16:32",
    ],
    [`endDate,quarter,filedDate${sums}`, "2024-03-31,1,2024-05-02,XLK,0.04", "2024-05-03T09:30"],
  ];
  for (const [head, row, at] of cases) {
    const { fundamentals, warnings } = await read("fundamentals.csv", head, row);
    equal(fundamentals![0].availableAt, at, head);
    equal(fundamentals![0].periodEnd, "2024-03-31", head);
    equal(fundamentals![0].sector, "XLK", head);
    match(warnings.map(({ message }) => message).join("\n"), /is in the layout of /, head);
  }
  const { headlines } = await read(
    "headlines.csv",
    "timestamp_utc,rp_entity_id,headline,sector",
    "2024-07-15 20:05:00.123,ABC,Chips are scarce,XLK",
  );
  equal(headlines![0].availableAt, "2024-07-15T16:06");
});

Deno.test("what was restated later is refused where rows say so, and said where the layout does", async () => {
  const head = "dimension,datekey,reportperiod,sector,earnings_yield";
  await rejects(
    read("fundamentals.csv", head, "MRQ,2024-05-02,2024-03-31,XLK,0.04"),
    /line 2, column dimension: need a word that begins with AR, got "MRQ"; MR rows hold what was restated later/,
  );
  const { warnings } = await read(
    "fundamentals.csv",
    "Report Date,Publish Date,sector,earnings_yield",
    "2024-03-31,2024-05-02,XLK,0.04",
  );
  match(warnings.map(({ message }) => message).join("\n"), /SimFin's values are as last restated/);
});
