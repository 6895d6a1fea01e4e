import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SECTORS, simulatedMarket, weeklyDays } from "lab/market";
import { runBacktest } from "../../lib/cli/backtest.ts";
import { say } from "../../lib/cli/setup/progress.ts";
import { goodAnswer } from "../providers/loopback_server.ts";
import { jsonServer } from "../providers/json_server.ts";
import { assertReadable, HOSTILE, HOSTILE_NAME, LONG } from "../hostile.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const market = simulatedMarket({ seed: 3, years: 3 });
const { days, close } = market.prices;
const TICKERS = [...SECTORS, "SPY"];
const priceFile = [
  ["date", ...TICKERS].join(","),
  ...days.map((on, i) =>
    [on, ...TICKERS.map((ticker) => close.get(ticker)![i].toFixed(4))].join(",")
  ),
].join("\n") + "\n";
const weeks = weeklyDays(days);
const datedScores = "day,sector,score\n" +
  weeks.flatMap((on, k) => SECTORS.map((sector, i) => `${on},${sector},${1 + (i + k) % 5}\n`))
    .join("");

interface Run {
  readonly code: number;
  readonly out: string;
}

/** A command in a process of its own, as a user starts it, with all that it printed. */
async function run(command: string, ...args: string[]): Promise<Run> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      join(ROOT, "deno.json"),
      join(ROOT, "lib/cli", `${command}.ts`),
      ...args,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** A folder of hostile files, by what they are. */
async function withFiles(work: (file: Readonly<Record<string, string>>) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const file: Record<string, string> = {};
  const put = async (name: string, ending: string, text: string) => {
    file[name] = join(folder, `${name}${HOSTILE_NAME}.${ending}`);
    await Deno.writeTextFile(file[name], text);
  };
  try {
    file.root = folder;
    file.out = join(folder, `out${HOSTILE_NAME}`);
    file.absent = join(folder, `absent${HOSTILE_NAME}.csv`);
    await put("prices", "csv", priceFile);
    await put("dated", "csv", datedScores);
    await put("column", "csv", `date,XLK,${HOSTILE}\n2020-01-02,1,2\n`);
    await put("price", "csv", `date,XLK\n2020-01-02,"${LONG}"\n`);
    await put("scores", "csv", "sector,score,confidence\nXLK,5,1\nXLE,1,1\n");
    await put("sector", "csv", `sector,score,confidence\n"${LONG}",5,1\n`);
    await put("holdings", "csv", `ticker,shares\n"${HOSTILE}${"y".repeat(2000)}",5\n`);
    await put("settings", "json", JSON.stringify({ [LONG]: LONG, mandate: LONG }));
    await put("providers", "json", JSON.stringify({ providers: [{ name: LONG, kind: LONG }] }));
    await put("json", "json", `{"a": ${LONG}`);
    await work(file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All that a task of the set-up says, which goes another way than what commands print. */
Deno.test("what the set-up says holds nothing raw", () => {
  const said: string[] = [], { writeSync } = Deno.stdout;
  Deno.stdout.writeSync = (bytes) => {
    said.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  try {
    say(`No lesson starts with ${LONG}.\n`);
  } finally {
    Deno.stdout.writeSync = writeSync;
  }
  ok(said.join("").startsWith("No lesson starts with abcdefgh"));
  assertReadable(said.join(""), "say");
});

/** All files that a command wrote. */
async function assertFolder(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(join(folder, name));
    assertReadable(text.replaceAll("\r\n", "\n"), name, Infinity);
    ok(!text.includes("x".repeat(1000)), `${name} holds a text that is too long`);
  }
}

/** Runs a few at a time, for a core starts one process as fast as two. */
async function all(runs: readonly (() => Promise<void>)[]): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < runs.length) await runs[next++]();
  };
  await Promise.all([lane(), lane()]);
}

Deno.test("no command repeats a hostile option, name or content as it came", async () => {
  await withFiles(async (file) => {
    const refused: readonly (readonly [string, ...string[]])[] = [
      ...["rebalance", "backtest", "sweep", "committee", "scorecard", "coverage", "prices"].map(
        (command) => [command, `--${HOSTILE}`] as const,
      ),
      ["lab", `--${HOSTILE}`],
      ["kernel", HOSTILE],
      ...["days", "trials", "reservations", "test"].map((command) =>
        [command, `--${HOSTILE}`] as const
      ),
      ["days", "--schedule", LONG],
      ["days", "--from", LONG],
      ["days", "--prices", file.price],
      ["days", "--scores", file.sector],
      ["trials", "--anchor", LONG],
      ["trials", "begin-anew", "--because", LONG, "--family", LONG],
      ["reservations", "--record", LONG],
      ["reservations", "release", LONG, "--because", LONG],
      ["reservations", "release", "1", "--because", LONG, "--cost", LONG],
      ["scorecard", "--record", LONG],
      ["rebalance", "--as-of", LONG],
      ["rebalance", "--weights", LONG],
      ["rebalance", "--prices", file.absent],
      ["rebalance", "--prices", file.column],
      ["rebalance", "--prices", file.price],
      ["rebalance", "--scores", file.sector],
      ["rebalance", "--holdings", file.holdings],
      ["rebalance", "--settings", file.settings],
      ["rebalance", "--settings", file.json],
      ["rebalance", "--relax", LONG],
      ["backtest", "--without", LONG],
      ["backtest", "--limits", LONG],
      ["backtest", "--scores", file.scores, "--scored-by", LONG],
      ["sweep", "--vary", LONG],
      ["sweep", "--compare", LONG, "--out", file.out],
      ["committee", "--settings", file.providers],
      ["committee", "--analysts", LONG],
      ["committee", "--sectors", LONG],
      ["scorecard", "--seed", LONG],
      ["coverage", "--worlds", LONG],
      ["prices", "--tickers", LONG, "--out", file.out],
    ];
    await all(refused.map(([command, ...args]) => async () => {
      const { code, out } = await run(command, ...args);
      const what = `${command} ${args.map((one) => one.slice(0, 20)).join(" ")}`;
      ok(code !== 0, `${what} was taken: ${out.slice(0, 300)}`);
      assertReadable(out, what);
      ok(!/ {4}at /.test(out), `${what} ends in a stack trace: ${out.slice(0, 500)}`);
    }));
  });
});

Deno.test("rebalance writes nothing raw, whatever files and folders are called", async () => {
  await withFiles(async (file) => {
    const { code, out } = await run(
      "rebalance",
      "--prices",
      file.prices,
      "--scores",
      file.scores,
      "--out",
      file.out,
    );
    equal(code, 0, out);
    assertReadable(out, "rebalance");
    await assertFolder(file.out);
  });
});

Deno.test("backtest writes nothing raw, whoever is said to have scored", async () => {
  await withFiles(async (file) => {
    const printed: string[] = [], { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runBacktest(
        ["--prices", file.prices, "--scores", file.dated, "--scored-by", LONG, "--book", "tilt"]
          .concat("--draws", "20", "--out", file.out),
        { now: new Date("2026-11-20T12:00:00Z"), root: await Deno.makeTempDir({ dir: file.root }) },
      );
    } finally {
      Object.assign(console, { log, error });
    }
    assertReadable(printed.join("\n"), "backtest");
    await assertFolder(file.out);
  });
});

Deno.test("a committee of hostile models prints and writes nothing raw", async () => {
  const hostile = {
    ...goodAnswer("XLK"),
    summary: `It rose ${HOSTILE}.`,
    rationale: [{ pillar: "technicals", reason: HOSTILE, impact: "positive", confidence: 0.5 }],
  };
  const reply = (content: string, more = {}) => ({
    model: `m${LONG}`,
    choices: [{ message: { content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3000, completion_tokens: 100 },
    ...more,
  });
  const bodies: readonly unknown[] = [
    reply(JSON.stringify(hostile), { model: "m" }),
    reply(JSON.stringify(hostile)),
    reply(JSON.stringify({ ...hostile, sector: LONG }), { model: "m" }),
    reply(LONG, { model: "m" }),
    reply("", {
      model: "m",
      choices: [{ message: { refusal: LONG }, finish_reason: "stop" }],
    }),
    { status: 400, body: { error: { message: LONG, code: HOSTILE } } },
    { status: 500, body: LONG },
    { status: 404, body: { error: { message: `model ${LONG} not found` } } },
    LONG,
  ];
  await all(bodies.map((body, i) => async () => {
    await using server = jsonServer([body]);
    const folder = await Deno.makeTempDir();
    try {
      const settings = join(folder, "s.json");
      await Deno.writeTextFile(
        settings,
        JSON.stringify({
          providers: [{
            name: "local",
            kind: "compatible",
            baseUrl: `${server.url}/v1`,
            roles: { fast: "m" },
          }],
          analysts: ["local/fast"],
          spending: { tries: 1 },
        }),
      );
      const { out } = await run(
        "committee",
        "--settings",
        settings,
        "--sectors",
        "XLK",
        "--record",
        join(folder, "state"),
        "--out",
        join(folder, "out"),
      );
      assertReadable(out, `answer ${i}`);
      ok(out.length < 20_000, `answer ${i} prints ${out.length} characters`);
      const written = await Deno.readTextFile(join(folder, "out", "committee.json")).catch(() =>
        ""
      );
      assertReadable(written, `file of answer ${i}`, Infinity);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }));
});
