import { secFundamentals } from "lab/sources";
import { DataError } from "lab/errors";
import { day } from "lab/units";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { SOAK } from "../../soak.ts";
import { columns, cover, edgar, type EdgarFiling, getFrom, income, submissions } from "./edgar.ts";
import { edgarWorld, knownBy, RANGE, slowRows, type World } from "./edgar_world.ts";

const SEEDS = SOAK ? 2000 : 60;

const rowsOf = async ({ companies, holdings, closes, splits }: World) =>
  (await secFundamentals({ get: getFrom(edgar(companies)), holdings, closes, splits, ...RANGE }))
    .rows;

const near = (a: number | undefined, b: number | undefined) =>
  a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b)));

Deno.test(`secFundamentals() has the rows of a slow recomputation, ${SEEDS} sets of companies`, async () => {
  let all = 0, yields = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = edgarWorld(seed), rows = await rowsOf(world), slow = slowRows(world);
    deepEqual(
      rows.map(({ periodEnd, availableAt, basis }) => [periodEnd, availableAt, basis.laterWeights]),
      slow.map(({ periodEnd, availableAt, later }) => [periodEnd, availableAt, later]),
      `seed ${seed}`,
    );
    rows.forEach(({ earningsYield, earningsGrowth, basis }, i) => {
      const said = `seed ${seed}, ${rows[i].availableAt}: ${earningsYield} ${earningsGrowth}`;
      ok(near(earningsYield, slow[i].earningsYield), `${said}, yield ${slow[i].earningsYield}`);
      ok(near(earningsGrowth, slow[i].earningsGrowth), `${said}, growth ${slow[i].earningsGrowth}`);
      ok(near(basis.shareCovered, slow[i].shareCovered), said);
      yields += earningsYield === undefined ? 0 : 1;
    });
    all += rows.length;
  }
  ok(all > 10 * SEEDS && yields > 5 * SEEDS, `${all} rows, ${yields} yields`);
});

Deno.test(`secFundamentals() uses nothing that nobody could read, ${SEEDS} sets of companies`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = edgarWorld(seed), rows = await rowsOf(world);
    for (const { basis, availableAt } of rows) {
      for (const accession of basis.accessions) {
        ok(world.readable.get(accession)! <= availableAt, `seed ${seed}, ${accession}`);
      }
    }
    // Without all that came later the row is the same, and the last one.
    const row = rows[(seed * 7919) % rows.length];
    if (!row) continue;
    const then = await rowsOf(knownBy(world, row.availableAt));
    deepEqual(
      then.filter(({ availableAt }) => availableAt <= row.availableAt).at(-1),
      row,
      `seed ${seed}`,
    );
  }
});

const YEAR = ["2023-01-01", "2023-12-31"] as const, BEFORE = ["2022-01-01", "2022-12-31"] as const;
const report = (value: number, more: Partial<EdgarFiling> = {}): EdgarFiling => ({
  accession: "0000000001-24-000007",
  form: "10-K",
  filingDate: "2024-02-20",
  accepted: "2024-02-20T16:30:00.000Z",
  figures: [income(...YEAR, value), income(...BEFORE, 50), cover("2024-02-10", 100)],
  ...more,
});
const HOLDINGS = [{
  sector: "XLU" as const,
  day: day("2026-11-30"),
  fetchedAt: "2026-12-01T14:00:00.000Z",
  rows: [{ ticker: "A", weight: 0.6 }, { ticker: "B", weight: 0.3 }, { ticker: "-", weight: 0.1 }],
}];
const TWO = new Map([
  [1, { ticker: "A", filings: [report(60)] }],
  [2, { ticker: "B", filings: [report(90, { accession: "0000000002-24-000007" })] }],
]);
const two = () => edgar(TWO);
const given = { holdings: HOLDINGS, ...RANGE };
const encoded = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const FACTS = "https://data.sec.gov/api/xbrl/companyfacts/CIK000000000";
const SUBMISSIONS = "https://data.sec.gov/submissions/CIK000000000";

Deno.test("secFundamentals() reads a server of the documented shapes, and keeps the hash of each answer", async () => {
  const answers = two(), asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const address = `https:/${new URL(request.url).pathname}`;
    asked.push(`${address} ${request.headers.get("accept")}`);
    const found = answers.get(address);
    return found
      ? new Response(new Uint8Array(found))
      : new Response("no such file", { status: 404 });
  });
  const progress: string[] = [];
  const found = await secFundamentals({
    ...given,
    async get(address, options) {
      const to = `http://127.0.0.1:${server.addr.port}/${address.slice("https://".length)}`;
      const answer = await fetch(to, { headers: { ...options } });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return { bytes, sha256: `hash of ${bytes.length} bytes`, fetchedAt: "2026-12-01T14:00:00Z" };
    },
    onProgress: ({ done, of, ticker }) => progress.push(`${done}/${of} ${ticker}`),
  });
  await server.shutdown();
  // By dollars: 150 over 100.
  deepEqual(found.rows.map(({ availableAt, earningsGrowth }) => [availableAt, earningsGrowth]), [
    ["2024-02-20T16:30", 0.5],
  ]);
  deepEqual(
    found.answers.map(({ address, sha256 }) => [address, sha256]),
    [...answers].sort().map(([address, bytes]) => [address, `hash of ${bytes.length} bytes`]),
  );
  ok(asked.length === 5 && asked.every((one) => one.endsWith(" application/json")));
  deepEqual(progress.map((one) => one.slice(0, 3)), ["1/2", "2/2"]);
  deepEqual(found.coverage[0].missing.map(({ ticker }) => ticker), ["-"]);
  match(found.source, /before 2026-11-30 in the weights of that day$/);
});

Deno.test("secFundamentals() leaves out, by name, a company without files or with broken ones", async () => {
  const broken: readonly (readonly [string, Uint8Array<ArrayBuffer> | undefined, RegExp])[] = [
    [`${FACTS}2.json`, undefined, /the SEC has no figures of it/],
    [`${FACTS}2.json`, new TextEncoder().encode("<html>"), /it is no JSON/],
    [`${FACTS}2.json`, encoded({}), /there is no field "facts"/],
    [`${SUBMISSIONS}2.json`, encoded({ filings: {} }), /Cannot read submissions/],
  ];
  for (const [address, bytes, reason] of broken) {
    const answers = two();
    if (bytes) answers.set(address, bytes);
    else answers.delete(address);
    const { rows, coverage } = await secFundamentals({ ...given, get: getFrom(answers) });
    deepEqual(rows.map(({ earningsGrowth, basis }) => [earningsGrowth, basis.shareCovered]), [
      [0.2, 0.6],
    ]);
    match(coverage[0].missing.find(({ ticker }) => ticker === "B")!.reason, reason);
  }
});

Deno.test("secFundamentals() ends with an error of the network, and asks for no further company", async () => {
  const tickers = Array.from({ length: 40 }, (_, i) => `C${i}`);
  const answers = edgar(new Map(tickers.map((ticker, i) => [i + 1, { ticker, filings: [] }])));
  const rows = tickers.map((ticker) => ({ ticker, weight: 0.01 }));
  let asked = 0;
  const get = (address: string) => {
    if (!/tickers/.test(address)) asked++;
    return /facts.*0001\.json/.test(address)
      ? Promise.reject(new Error("connection reset"))
      : getFrom(answers)(address);
  };
  await rejects(
    secFundamentals({ ...given, holdings: [{ ...HOLDINGS[0], rows }], get }),
    /connection reset/,
  );
  await new Promise((done) => setTimeout(done, 0));
  // Three others were under way, two answers each.
  ok(asked <= 7, `${asked} were asked`);
});

Deno.test("secFundamentals() reads pages of older filings, but none that ended before figures began", async () => {
  const answers = two();
  const page = (name: string, filingTo: string) => ({ name, filingTo });
  const old = "CIK0000000001-submissions-001.json", oldest = "CIK0000000001-submissions-002.json";
  answers.set(
    `${SUBMISSIONS}1.json`,
    encoded(submissions([], [page(old, "2024-12-31"), page(oldest, "2008-12-31")])),
  );
  answers.set(`https://data.sec.gov/submissions/${old}`, encoded(columns([report(60)])));
  const { rows, answers: read } = await secFundamentals({ ...given, get: getFrom(answers) });
  equal(rows[0].basis.shareCovered, 0.9);
  ok(read.every(({ address }) => !address.includes(oldest)));
  // A list that lacks the filing gives its figures no minute, and so no place.
  answers.set(`${SUBMISSIONS}1.json`, encoded(submissions([])));
  const { rows: none, notes } = await secFundamentals({ ...given, get: getFrom(answers) });
  deepEqual(none, []);
  match(notes.join(), /3 filed figures left out/);
});

Deno.test("secFundamentals() takes the header's minute where asked, and the careful one without it", async () => {
  const answers = two(), accession = "0000000001-24-000007";
  // Digits of Greenwich: half past eleven in New York.
  answers.set(`${SUBMISSIONS}1.json`, encoded(submissions([report(60)])));
  answers.set(
    `https://www.sec.gov/Archives/edgar/data/1/${
      accession.replaceAll("-", "")
    }/${accession}.hdr.sgml`,
    new TextEncoder().encode("<SEC-HEADER>\n<ACCEPTANCE-DATETIME>20240220113000\n"),
  );
  const minutes = async (exactMinutes: boolean) =>
    (await secFundamentals({ ...given, get: getFrom(answers), exactMinutes })).rows
      .map(({ availableAt }) => availableAt);
  deepEqual(await minutes(false), ["2024-02-20T16:30"]);
  deepEqual(await minutes(true), ["2024-02-20T11:30", "2024-02-20T16:30"]);
});

Deno.test("secFundamentals() dates no figure after the answer that held it", async () => {
  const get = getFrom(two(), "2024-02-20T19:00:00Z");
  const { rows } = await secFundamentals({ ...given, get });
  deepEqual(rows.map(({ availableAt }) => availableAt), ["2024-02-20T14:00"]);
});

Deno.test("secFundamentals() without closes or without splits has no yield, and says so", async () => {
  const closes = new Map(
    ["A", "B"].map((ticker) => [ticker, [{ day: day("2024-02-20"), close: 10 }]]),
  );
  const splits = new Map(["A", "B"].map((ticker) => [ticker, []]));
  const got = async (prices: object) => {
    const { rows: [row], notes } = await secFundamentals({
      ...given,
      ...prices,
      get: getFrom(two()),
    });
    return [row.earningsYield, notes.some((note) => note.startsWith("earnings_yield is empty"))];
  };
  // 0.6 × 60/1000 + 0.3 × 90/1000, over 0.9.
  deepEqual(await got({ closes, splits }), [0.07, false]);
  deepEqual(await got({ closes }), [undefined, true]);
  deepEqual(await got({}), [undefined, true]);
});

Deno.test("secFundamentals() refuses what is none of its input", async () => {
  const get = getFrom(two());
  await rejects(
    secFundamentals({ ...given, get, from: day("2024-01-02"), to: day("2024-01-01") }),
    /to must not lie before from, got 2024-01-02 to 2024-01-01/,
  );
  await rejects(
    secFundamentals({ ...given, get, close: new Map() } as Parameters<typeof secFundamentals>[0]),
    /there is no option "close"/,
  );
  const list = ["2024-02-20", "2024-02-19"].map((on) => ({ day: day(on), close: 1 }));
  await rejects(
    secFundamentals({ ...given, get, closes: new Map([["A", list]]) }),
    /closes of A must be in order of days, got 2024-02-19 after 2024-02-20/,
  );
  const empty = getFrom(new Map([["https://www.sec.gov/files/company_tickers.json", encoded([])]]));
  await rejects(secFundamentals({ ...given, get: empty }), DataError);
});
