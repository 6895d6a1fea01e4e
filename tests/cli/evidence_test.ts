import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath as fromFileUrl } from "node:url";
import { readEvidence } from "lab/market";
import { EVIDENCE_FILES } from "lab/sources";
import { SOAK } from "../soak.ts";
import { runEvidence } from "../../lib/cli/evidence.ts";
import { evidenceArguments } from "../../lib/cli/evidence/evidence_arguments.ts";
import { navXlsx, newsItem, newsJson, treasuryCsv } from "../sources/shapes.ts";
import {
  answer,
  type Answers,
  chartJson,
  fakeClock,
  NAVS,
  served,
} from "../sources/shapes_server.ts";

/** Friday evening in New York. */
const FRIDAY = "2024-03-15T22:00:30Z";
const TWO = ["--sectors", "XLK,XLE", "--from", "2024-01-02"];

interface Run {
  readonly code: number;
  readonly printed: string;
}

/** Runs the command in a folder of its own. */
async function inFolder(
  answers: Answers,
  act: (at: {
    readonly out: string;
    readonly asked: string[];
    readonly clock: ReturnType<typeof fakeClock>;
    readonly run: (...args: string[]) => Promise<Run>;
    readonly text: (name: string) => Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir(), out = join(dir, "evidence"), clock = fakeClock(FRIDAY);
  try {
    await served(answers, ({ mirror, asked }) =>
      act({
        out,
        asked,
        clock,
        text: (name) => Deno.readTextFile(join(out, name)),
        run: async (...args) => {
          const lines: string[] = [], { log, error } = console;
          console.log = console.error = (text: unknown) => void lines.push(String(text));
          try {
            const code = await runEvidence(["--out", out, "--mirror", mirror, ...args], clock);
            return { code, printed: lines.join("\n") };
          } finally {
            Object.assign(console, { log, error });
          }
        },
      }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const ALL = "holdings,flows,rates,styles,headlines,valuations";

Deno.test("evidence writes each file in the layout that is read, every row with its moment", async () => {
  await inFolder({}, async ({ run, text }) => {
    const { code, printed } = await run(...TWO, "--sources", ALL);
    equal(code, 0, printed);
    deepEqual((await text("flows.csv")).split("\n").slice(0, 3), [
      "sector,week,available_at,flow_share",
      // Friday's flow counts from Tuesday's opening, or from the fetch that saw it before.
      "XLK,2024-03-08,2024-03-12T13:30:00Z,0.1",
      "XLK,2024-03-15,2024-03-15T22:01:00Z,-0.05",
    ]);
    equal(
      await text("rates.csv"),
      "available_at,rate_per_year\n2024-03-15T13:30:00Z,0.0548\n2024-03-15T22:01:00Z,0.055\n",
    );
    equal(
      await text("styles.csv"),
      "day,available_at,size,value,momentum\n" +
        "2024-03-01,2024-03-15T22:01:00Z,0.001,-0.002,0.007\n" +
        "2024-03-05,2024-03-15T22:01:00Z,0.003,0.004,-0.001\n",
    );
    match(
      await text("headlines.csv"),
      /^sector,available_at,text,url,publisher\nXLK,2024-03-15T22:01:00Z,Chips rise,https:\/\/example\.org\/chips,A Paper\nXLE,/,
    );
    match(
      await text("figures.csv"),
      /\nXLK,fundamentals,earnings yield \(Yahoo\),0\.04,share,2024-03-15T22:01:00Z\n/,
    );
    match(
      await text("basis/holdings.csv"),
      /\nXLK,2024-03-15,2024-03-15T22:01:00Z,NVDA,NVIDIA CORP,000000000,0\.6\n/,
    );
  });
});

Deno.test("the folder is what --evidence reads: no row refused, none from its future, nothing changed", async () => {
  await inFolder({}, async ({ run, out }) => {
    await run(...TWO, ...CONTACT);
    const evidence = await readEvidence(out);
    const xlk = <Row extends { sector: string }>(rows: readonly Row[] = []) =>
      rows.filter(({ sector }) => sector === "XLK");
    deepEqual(
      xlk(evidence.flows).map(({ week, flowShare, availableAt }) => [week, flowShare, availableAt]),
      [
        ["2024-03-08", 0.1, "2024-03-12T09:30"],
        ["2024-03-15", -0.05, "2024-03-15T18:01"],
      ],
    );
    deepEqual(evidence.rates?.map(({ ratePerYear }) => ratePerYear), [0.0548, 0.055]);
    deepEqual(xlk(evidence.headlines).map(({ text }) => text), ["Chips rise"]);
    deepEqual(xlk(evidence.fundamentals).map((one) => [one.availableAt, one.earningsYield]), [
      ["2024-02-15T12:00", 0.06],
    ]);
    equal(xlk(evidence.figures).length, 3);
    equal(evidence.styles?.length, 2);
    deepEqual(evidence.warnings, []);
  });
});

Deno.test("evidence.json has the hash of every file and of every answer, which lies in the store", async () => {
  await inFolder({}, async ({ run, text, out, asked }) => {
    await run(...TWO, "--sources", ALL);
    const record = JSON.parse(await text("evidence.json"));
    for (const [name, { sha256 }] of Object.entries<{ sha256: string }>(record.files)) {
      equal(sha256, createHash("sha256").update(await text(name)).digest("hex"), name);
    }
    equal(Object.keys(record.files).length, 7);
    const answers = Object.values<{ answers: { address: string; sha256: string }[] }>(
      record.sources,
    ).flatMap(({ answers }) => answers);
    ok(answers.length >= 2 + 2 + 1 + 2 + 2 + 2, String(answers.length));
    for (const { address, sha256 } of answers) {
      match(address, /^https:\/\//);
      const packed = await Deno.readFile(join(out, "raw", "bodies", `${sha256}.gz`));
      const body = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      equal(createHash("sha256").update(bytes).digest("hex"), sha256);
    }
    match(JSON.stringify(record.sources.styles.notes), /CRSP 202609: for attribution alone/);
    // The crumb belongs to nobody's address.
    ok(asked.some((address) => /quoteSummary\/XLK\?.*crumb=a\.crumb/.test(address)));
    ok(!/crumb/.test(JSON.stringify(record)));
  });
});

Deno.test("a second run on the same day asks nothing and changes no byte", async () => {
  await inFolder({}, async ({ run, text, asked, clock }) => {
    await run(...TWO, "--sources", ALL);
    const names = [
      "flows",
      "rates",
      "styles",
      "headlines",
      "figures",
      "basis/holdings",
      "basis/bill_rates",
    ];
    const before = await Promise.all(names.map((name) => text(`${name}.csv`)));
    const count = asked.length;
    clock.set("2024-03-16T01:00:00Z"); // still Friday in New York
    const { code, printed } = await run(...TWO, "--sources", ALL);
    equal(code, 0);
    match(printed, /Nothing new/);
    equal(asked.length, count);
    deepEqual(await Promise.all(names.map((name) => text(`${name}.csv`))), before);
  });
});

Deno.test("a week later only what is new or reads otherwise is added, and nothing is rewritten", async () => {
  let later = false;
  const answers: Answers = {
    "/navhist-us-en-": () =>
      answer(navXlsx(
        later
          // The issuer mended the week of 8 March, and a new week is there.
          ? [
            ...NAVS.map(([day, nav, shares]) =>
              day === "05-Mar-2024" || day === "08-Mar-2024"
                ? [day, nav, 1200] as const
                : [day, nav, shares] as const
            ),
            ["22-Mar-2024", 50, 2090],
          ]
          : NAVS,
      )),
    "/daily-treasury-rates.csv/2024": () =>
      answer(treasuryCsv([
        ["03/14/2024", later ? "5.40" : "5.48"],
        ["03/15/2024", "5.50"],
        ...(later ? [["03/21/2024", "5.52"], ["03/22/2024", "5.54"]] as const : []),
      ])),
    "/v1/finance/search": () =>
      answer(newsJson([
        newsItem({ providerPublishTime: Date.UTC(2024, 2, 14) / 1000 }),
        ...(later
          ? [
            newsItem({
              title: "Chips fall",
              link: "https://example.org/2",
              providerPublishTime: Date.UTC(2024, 2, 20) / 1000,
            }),
          ]
          : []),
      ])),
  };
  await inFolder(answers, async ({ run, text, clock }) => {
    const names = ["flows", "rates", "headlines", "figures", "basis/bill_rates", "styles"];
    await run(...TWO, "--sources", ALL);
    const before = await Promise.all(names.map((name) => text(`${name}.csv`)));
    later = true;
    clock.set("2024-03-22T22:00:00Z");
    equal((await run(...TWO, "--sources", ALL)).code, 0);
    const after = await Promise.all(names.map((name) => text(`${name}.csv`)));
    after.forEach((now, i) => ok(now.startsWith(before[i]), names[i]));
    const [flows, rates, headlines, , bills, styles] = after.map((now, i) =>
      now.slice(before[i].length)
    );
    // The mended week is a row of its own that counts from the fetch.
    match(flows, /^XLK,2024-03-08,2024-03-22T22:01:00Z,0\.2\n/);
    match(flows, /\nXLK,2024-03-22,2024-03-22T22:01:00Z,0\n/);
    // An older day that was mended is no rate of today.
    equal(rates, "2024-03-22T13:30:00Z,0.0552\n2024-03-22T22:01:00Z,0.0554\n");
    match(bills, /^2024-03-14,2024-03-22T22:01:00Z,0\.054,Treasury\n/);
    equal(headlines.match(/Chips fall/g)?.length, 2);
    ok(!headlines.includes("Chips rise"));
    equal(styles, "");
  });
});

Deno.test("a source that fails is named with its reason, the others are complete, and the code is 2", async () => {
  const page = () => answer("<!DOCTYPE html><title>Maintenance</title>", 200);
  await inFolder({ "/navhist-us-en-xle": page }, async ({ run, text }) => {
    const { code, printed } = await run(...TWO, "--sources", "flows,rates");
    equal(code, 2);
    match(
      printed,
      /Note: flows, XLE, is missing: State Street .* sent a web page \("Maintenance"\)/,
    );
    match(printed, /flows incomplete/);
    match(await text("flows.csv"), /XLK,2024-03-15/);
    match(await text("rates.csv"), /0\.0548/);
    const record = JSON.parse(await text("evidence.json"));
    equal(record.sources.flows.missing[0].what, "XLE");
    deepEqual(record.runs[0].missing, ["flows"]);
  });
});

Deno.test("without network there is one sentence, soon, and no file", async () => {
  const dir = await Deno.makeTempDir(), out = join(dir, "evidence"), clock = fakeClock(FRIDAY);
  const { error, log } = console;
  console.error = console.log = () => {};
  try {
    await rejects(
      runEvidence([...TWO, "--out", out], {
        ...clock,
        fetch: () => Promise.reject(new TypeError("error sending request")),
      }),
      /Cannot download evidence: no source gives anything\. Is this machine online\?/,
    );
    const waited = clock.waits.reduce((sum, wait) => sum + wait, 0);
    ok(waited < 30_000, `${waited} ms`);
    deepEqual((await Array.fromAsync(Deno.readDir(out))).map(({ name }) => name), [".lock"]);
  } finally {
    Object.assign(console, { error, log });
    await Deno.remove(dir, { recursive: true });
  }
});

const CONTACT = ["--contact", "Jane Doe jane@example.org"];

Deno.test("fundamentals count from their filing, by the weights that are there, and the cover is printed", async () => {
  await inFolder({}, async ({ run, text, asked }) => {
    const { code, printed } = await run(...TWO, ...CONTACT, "--sources", "fundamentals");
    equal(code, 0, printed);
    // Accepted at noon: 24 dollars earned for 400 of market value; a year before 20.
    match(await text("fundamentals.csv"), /\nXLK,2023-12-31,2024-02-15T17:00:00Z,0\.06,0\.2,\n/);
    match(await text("basis/fundamentals.csv"), /\nXLK,2023-12-31,.*,value,,2024-03-15,1,/);
    match(printed, /XLK: 99\.0 % of the fund's weight has earnings, 99\.0 % a market value too/);
    ok(
      asked.some((address) =>
        address.startsWith("data.sec.gov/api/xbrl/companyfacts/CIK0000000001")
      ),
    );
    const record = JSON.parse(await text("evidence.json"));
    match(record.sources.fundamentals.notes.join("\n"), /made with later weights/);
    equal(record.sources.fundamentals.covered[0].shareCovered, 0.99);
    const count = asked.length;
    match((await run(...TWO, ...CONTACT, "--sources", "fundamentals")).printed, /Nothing new/);
    equal(asked.length, count);
    // A run that asks others keeps what the source line says of this file.
    await run(...TWO, "--sources", "rates");
    const { files } = JSON.parse(await text("evidence.json"));
    equal(
      files["fundamentals.csv"].says,
      "as companies filed with the SEC, before 2024-03-15 in the weights of that day",
    );
    equal(files["rates.csv"].says, undefined);
  });
});

Deno.test("--exact-minutes takes the minute of each filing's header", async () => {
  await inFolder({
    // Seven in the morning of New York, which the list of filings has as noon, of UTC.
    ".hdr.sgml": () => answer("<SEC-HEADER>\n<ACCEPTANCE-DATETIME>20240215070000\n"),
  }, async ({ run, text }) => {
    await run(...TWO, ...CONTACT, "--sources", "fundamentals", "--exact-minutes");
    match(await text("fundamentals.csv"), /\nXLK,2023-12-31,2024-02-15T12:00:00Z,/);
  });
});

Deno.test("a sector has no fundamentals before its fund was there", async () => {
  await inFolder({}, async ({ run, text }) => {
    const since = ["--sectors", "XLK,XLC", "--from", "2015-01-02", "--sources", "fundamentals"];
    equal((await run(...since, ...CONTACT)).code, 0);
    const csv = await text("fundamentals.csv");
    match(csv, /\nXLK,2017-12-31,2018-02-15T17:00:00Z,0\.06,0\.2,\n/);
    match(csv, /\nXLC,2023-12-31,2024-02-15T17:00:00Z,0\.06,0\.2,\n/);
    ok(!/XLC,201/.test(csv), csv);
  });
});

Deno.test("without a contact fundamentals alone are missing, and the sentence says how", async () => {
  await inFolder({}, async ({ run, text }) => {
    const { code, printed } = await run(...TWO, "--sources", "fundamentals,rates");
    equal(code, 2);
    match(printed, /fundamentals, all of it, is missing: the SEC answers only who says/);
    match(await text("rates.csv"), /0\.0548/);
    await rejects(text("fundamentals.csv"), Deno.errors.NotFound);
  });
});

Deno.test("where closes are refused no row without a yield is added; the next run adds all", async () => {
  let refuses = true;
  await inFolder({
    "/v8/finance/chart/AAPL": () =>
      refuses ? answer("<html>busy</html>", 429) : answer(chartJson()),
  }, async ({ run, text }) => {
    const { code, printed } = await run(...TWO, ...CONTACT, "--sources", "fundamentals");
    equal(code, 2);
    match(printed, /rows without a yield would stay so: Yahoo Finance was asked too often/);
    await rejects(text("fundamentals.csv"), Deno.errors.NotFound);
    refuses = false;
    equal((await run(...TWO, ...CONTACT, "--sources", "fundamentals")).code, 0);
    match(await text("fundamentals.csv"), /XLK,2023-12-31,2024-02-15T17:00:00Z,0\.06,0\.2,/);
  });
});

Deno.test("two runs at once in one folder: the second says so", async () => {
  await inFolder({}, async ({ run, out }) => {
    await Deno.mkdir(out);
    const file = await Deno.open(join(out, ".lock"), { write: true, create: true });
    await file.lock(true);
    await rejects(run(...TWO), /another run is at work in/);
    file.close();
    equal((await run(...TWO, "--sources", "rates")).code, 0);
  });
});

Deno.test("a file with columns of a reader's own is not touched", async () => {
  await inFolder({}, async ({ run, out, text }) => {
    await Deno.mkdir(out);
    await Deno.writeTextFile(join(out, "flows.csv"), "sector,week,mine\nXLK,2024-03-01,1\n");
    await rejects(run(...TWO, "--sources", "flows"), /flows\.csv.*move it away/s);
    equal(await text("flows.csv"), "sector,week,mine\nXLK,2024-03-01,1\n");
  });
});

Deno.test("what a hostile publisher writes reaches no terminal and no formula", async () => {
  const title = '=HYPERLINK("http://evil")\u001b[31m\u202e, "x"\nnext';
  await inFolder({
    "/v1/finance/search": () =>
      answer(newsJson([newsItem({ title, publisher: "@a", link: "javascript:x" })])),
  }, async ({ run, text }) => {
    await run(...TWO, "--sources", "headlines");
    const csv = await text("headlines.csv");
    // deno-lint-ignore no-control-regex
    ok(!/[\u001b\u202e]/.test(csv));
    match(csv, /,"'=HYPERLINK\(""http:\/\/evil""\), ""x"" next",,'@a\n/);
    match((await run(...TWO, "--sources", "headlines")).printed, /Nothing new/);
  });
});

Deno.test("evidence refuses what is no contact, no server and no source, before any request", () => {
  const refused = (args: string[], says: RegExp) =>
    throws(() => evidenceArguments(args, undefined), says);
  refused(["--contact", "jane@example.org"], /need a name and an e-mail in plain letters/);
  refused(["--contact", "Jane Doe"], /need a name and an e-mail/);
  refused(["--contact", "José a@b.org"], /plain letters/);
  refused(["--mirror", "ftp://a"], /the address of a server/);
  refused(["--sources", "news"], /names among/);
  refused(["--bill-vintages", "2024-03-01,x"], /calendar days/);
  throws(() => evidenceArguments([], "jane"), /LAB_CONTACT: need a name and an e-mail/);
  equal(
    evidenceArguments(["--contact", "Jane Doe <j@example.org>"], "x").contact,
    "Jane Doe <j@example.org>",
  );
});

/** Files of a folder that grow, by name, with their text. */
async function grown(out: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of Object.keys(EVIDENCE_FILES)) {
    try {
      found.set(name, await Deno.readTextFile(join(out, `${name}.csv`)));
    } catch { /* not there yet */ }
  }
  return found;
}

Deno.test("a run that is killed anywhere leaves files that are read, and the next one ends as if it had not been", async () => {
  const child = (mirror: string, out: string, at: number, side: string) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--config",
        fromFileUrl(new URL("../../deno.json", import.meta.url)),
        fromFileUrl(new URL("./evidence_child.ts", import.meta.url)),
        ...[mirror, out, String(at), side],
      ],
      stderr: "null",
    }).output();
  const dir = await Deno.makeTempDir();
  try {
    await served({}, async ({ mirror }) => {
      const { stdout } = await child(mirror, join(dir, "whole"), 0, "never");
      const renames = Number(/renamed (\d+)/.exec(new TextDecoder().decode(stdout))![1]);
      ok(renames > 40, String(renames));
      const whole = await grown(join(dir, "whole"));
      equal(whole.size, 9);
      const every = SOAK ? 1 : Math.ceil(renames / 6);
      for (let at = 1; at <= renames; at += every) {
        for (const side of SOAK ? ["before", "after"] : [at % 2 ? "before" : "after"]) {
          const out = join(dir, `${at} ${side}`);
          const { signal } = await child(mirror, out, at, side);
          equal(signal, "SIGKILL");
          for (const [name, text] of await grown(out)) {
            ok(
              whole.get(name)!.startsWith(text) && text.endsWith("\n"),
              `${name}, killed at ${at}`,
            );
          }
          equal((await child(mirror, out, 0, "never")).code, 0);
          deepEqual(await grown(out), whole, `killed ${side} ${at}`);
          for await (const { name } of Deno.readDir(out)) ok(!/partial/.test(name), name);
        }
      }
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
