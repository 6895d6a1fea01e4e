import { deepEqual, match } from "node:assert/strict";
import { type Answer, EVIDENCE_FILES, type EvidenceFile, openGrowingTable } from "lab/sources";
import { rateSource } from "../../../lib/sources/rates/rate_source.ts";
import { type Day, day } from "lab/units";
import { treasuryCsv } from "../shapes.ts";

type Rows = Parameters<typeof treasuryCsv>[0];

/** Fetches of one folder, each with the Treasury's rows and ALFRED's answers of its moment. */
async function fetched(
  runs: readonly {
    readonly at: string;
    readonly treasury: Rows;
    readonly vintages?: Readonly<Record<string, string>>;
  }[],
): Promise<{ readonly rates: string[]; readonly all: string[] }> {
  const folder = await Deno.makeTempDir();
  try {
    const path = (file: EvidenceFile) => `${folder}/${file}.csv`;
    for (const { at, treasury, vintages = {} } of runs) {
      const get = (address: string): Promise<Answer> => {
        const vintage = /vintage_date=(.*)$/.exec(address)?.[1];
        const text = vintage === undefined ? treasuryCsv(treasury) : vintages[vintage];
        return Promise.resolve({
          bytes: new TextEncoder().encode(text),
          sha256: "",
          fetchedAt: at,
        });
      };
      const found = await rateSource({
        get,
        from: day("2024-01-01"),
        today: at.slice(0, 10) as Day,
        billVintages: Object.keys(vintages).map(day),
        open: (file) => openGrowingTable(path(file), EVIDENCE_FILES[file]),
      });
      deepEqual(found.missing, []);
      for (const [file, rows] of Object.entries(found.rows)) {
        const name = file as EvidenceFile;
        await (await openGrowingTable(path(name), EVIDENCE_FILES[name])).append(rows);
      }
    }
    const lines = async (file: EvidenceFile) =>
      (await Deno.readTextFile(path(file))).trim().split("\n").slice(1);
    return { rates: await lines("rates"), all: await lines("basis/bill_rates") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a day's rate counts from the next session's opening, or from the fetch that saw it before", async () => {
  const treasury: Rows = [["03/07/2024", "5.40"], ["03/08/2024", "5.41"]];
  const { rates } = await fetched([{ at: "2024-03-09T15:00:00Z", treasury }]);
  deepEqual(rates, ["2024-03-08T14:30:00Z,0.054", "2024-03-09T15:00:00Z,0.0541"]);
});

Deno.test("two days that become known at one minute: the later one is the rate", async () => {
  // The exchange was closed on Good Friday, the bill was quoted.
  const treasury: Rows = [["03/28/2024", "5.36"], ["03/29/2024", "5.35"]];
  const { rates, all } = await fetched([{ at: "2024-04-30T15:00:00Z", treasury }]);
  deepEqual(rates, ["2024-04-01T13:30:00Z,0.0535"]);
  deepEqual(all.length, 2);
});

Deno.test("a vintage that is behind the Treasury at the same minute is not the rate", async () => {
  const vintages = { "2024-03-08": "observation_date,DTB3_20240308\n2024-03-07,5.00\n" };
  const treasury: Rows = [["03/08/2024", "5.41"]];
  const { rates, all } = await fetched([{ at: "2024-04-30T15:00:00Z", treasury, vintages }]);
  deepEqual(rates, ["2024-03-11T13:30:00Z,0.0541"]);
  deepEqual(all.length, 2);
});

Deno.test("an older day that is mended, or turns up late, is kept by its day and is no rate of today", async () => {
  const { rates, all } = await fetched([
    { at: "2024-03-31T15:00:00Z", treasury: [["03/05/2024", "5.40"], ["03/07/2024", "5.42"]] },
    {
      at: "2024-04-30T15:00:00Z",
      treasury: [["03/05/2024", "5.30"], ["03/06/2024", "5.41"], ["03/07/2024", "5.42"]],
    },
    { at: "2024-05-01T15:00:00Z", treasury: [["03/05/2024", "5.30"], ["03/07/2024", "5.43"]] },
  ]);
  deepEqual(rates, [
    "2024-03-06T14:30:00Z,0.054",
    "2024-03-08T14:30:00Z,0.0542",
    // The newest day was mended: that is what one knows of the rate from then on.
    "2024-05-01T15:00:00Z,0.0543",
  ]);
  deepEqual(all.slice(2), [
    "2024-03-05,2024-04-30T15:00:00Z,0.053,Treasury",
    "2024-03-06,2024-04-30T15:00:00Z,0.0541,Treasury",
    "2024-03-07,2024-05-01T15:00:00Z,0.0543,Treasury",
  ]);
});

Deno.test("a vintage counts from the session after its day, with its newest rate, and adds nothing twice", async () => {
  const vintages = {
    "2024-03-08":
      "observation_date,DTB3_20240308\n2024-03-06,5.00\n2024-03-07,5.10\n2024-03-08,.\n",
  };
  const run = { at: "2024-04-30T15:00:00Z", treasury: [], vintages };
  const { rates, all } = await fetched([run, { ...run, at: "2024-05-30T15:00:00Z" }]);
  // 365 × 0.051 / (360 − 91 × 0.051), from Monday's opening.
  deepEqual(rates, ["2024-03-11T13:30:00Z,0.052384"]);
  deepEqual(all.length, 2);
  match(all[1], /^2024-03-07,2024-03-11T13:30:00Z,0\.052384,ALFRED as of 2024-03-08$/);
});
