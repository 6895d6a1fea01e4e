/**
 * Tests mirror the library: `tests/X/foo_test.ts` tests `lib/X/foo.ts`. A file of tests that is not
 * named like a file of the library says here why.
 */
import { deepEqual, ok } from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";

/** Folders of tests of what is no folder of the library: the lab as a whole. */
const WHOLE: readonly string[] = ["browser", "kernel", "lab", "notebooks"];

const BAD_INPUT = "what every public function of the folder refuses, one table";
/** Laws over several files, by the reason why they stand together. */
const OVER_SEVERAL: Readonly<Record<string, string>> = {
  "allocation/bad_input": BAD_INPUT,
  "cli/evidence_beside": "evidence beside prices, from files to ballots",
  "cli/holdout": "backtest, sweep and scorecard put the same days away",
  "cli/hostile_text": "what strangers wrote never reaches the terminal as it came",
  "cli/options/commands": "every option of every command",
  "cli/schedules": "days, backtest and sweep decide on the same days",
  "cli/setup/setup_parts": "what the set-up may import, and on which Deno each task runs",
  "committee/information": "analysts find what was planted, and nothing where nothing was",
  "cli/week/bad_input": BAD_INPUT,
  "cli/week/many_weeks": "`week` over many weeks, against books kept beside it",
  "cli/week/killed_week": "`week` killed at random moments, in a process of its own",
  "desk/bad_input": BAD_INPUT,
  "desk/fund_caps": "what funds can carry, through book, orders and check",
  "desk/measured_mandate": "rebalance() under every limit that is measured",
  "desk/no_breach": "no book breaks a limit, by the independent checker",
  "desk/relax": "rebalance() where limits may give way",
  "evidence/bad_input": BAD_INPUT,
  "hedging/refused_words": "words, fees and returns that there are not",
  "live/panels": "each panel against the plan that it begins with",
  "market/price_warnings": "what is told of a file of prices, rule beside rule",
  "market/simulate/calibration": "a world has the figures of real prices",
  "market/simulate/real_prices": "the figures themselves, from real prices",
  "performance/bad_input": BAD_INPUT,
  "performance/laws": "what holds for every measure",
  "performance/no_width": "measures that have no interval say why",
  "portfolio/aim_budget": "aims under a turnover budget",
  "portfolio/aim_prices": "shadow prices against solving anew",
  "portfolio/aim_remedies": "remedies against solving anew",
  "portfolio/bad_input": BAD_INPUT,
  "portfolio/edges": "views and limits that are next to nothing",
  "portfolio/limits/mandate_limits": "every limit of a mandate, solved, read and checked",
  "portfolio/nearest_book": "the book is the nearest one, by another solver",
  "portfolio/on_paper": "the other solvers that books are held against",
  "portfolio/small_changes": "a small change of views is a small change of the book",
  "portfolio/solver/soft_rows": "rows that may be missed, through solver and answer",
  "portfolio/solver/warm_start": "a start from an earlier answer ends where a cold one does",
  "providers/clock": "time as every part of a sweep sees it",
  "providers/local_answers": "what servers on this machine answer, through every layer",
  "providers/long_answers": "answers that do not fit, through every layer",
  "providers/recorded_exchanges": "real answers, read as they came",
  "providers/refusals": "refusals in every dialect",
  "providers/two_programs": "two programs at one ledger",
  "providers/who_answered": "who answered for whom, from the wire to the verdict",
  "research/bad_input": BAD_INPUT,
  "research/real_data": "prices that are not in the repository, in the soak",
  "stats/beta_intervals": "what holds for every estimator of beta",
  "stats/bootstrap": "what holds for every bootstrap",
  "study/real_data": "prices that are not in the repository, in the soak",
  "week/fifty_weeks": "fifty weeks in a row, against a broker's own books",
};

/** Folders that do not mirror the library yet: this list only gets shorter. */
const NOT_YET: readonly string[] = ["charts", "lessons"];
/** Files that do not: nor does this. */
const NOT_YET_FILES: readonly string[] = ["hedging/inverse_funds", "hedging/stress"];

const ROOT = new URL("../", import.meta.url);
const folders = readdirSync(new URL("tests/", ROOT), { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name)
  .filter((name) => !WHOLE.includes(name) && !NOT_YET.includes(name));
const files = folders.flatMap((folder) =>
  (readdirSync(new URL(`tests/${folder}/`, ROOT), { recursive: true }) as string[])
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith("_test.ts")).map((path) => path.slice(0, -"_test.ts".length))
).sort();
const isMirrored = (path: string) => existsSync(new URL(`lib/${path}.ts`, ROOT));
const listed = [...Object.keys(OVER_SEVERAL), ...NOT_YET_FILES];

Deno.test("each file of tests is named like the file that it tests, or says why not", () => {
  ok(files.length > 200, `only ${files.length} files were found`);
  deepEqual(files.filter((path) => !isMirrored(path) && !listed.includes(path)), []);
});

Deno.test("what is listed is there, and has no file of the library to be named after", () => {
  deepEqual(listed.filter((path) => !files.includes(path) || isMirrored(path)), []);
});
