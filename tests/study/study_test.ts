import { DEFAULT_WEIGHTS } from "lab/committee";
import { deflatedSharpe, sharpeRecord, trialTally } from "lab/evidence";
import type { EffectiveTrials, TrialRecord, TrialsFile } from "lab/evidence";
import { readIndustries, SECTORS, simulatedMarket } from "lab/market";
import { sharpe } from "lab/performance";
import {
  committeePillars,
  decisionDays,
  FUTURE_TABLES,
  LIMITS_ONLY,
  marketHoldout,
  marketMark,
  panelOf,
  randomCommittees,
  scorableDays,
  scoreTable,
  shiftFuture,
  withoutSectors,
} from "lab/research";
import { signalAnalysis } from "lab/signals";
import { binomialRange, randomStream, studentQuantile } from "lab/stats";
import {
  HOLDOUT_KEY,
  signalFindings,
  signalRows,
  study,
  studyDays,
  studyOf,
  studyRows,
} from "lab/study";
import { type Day, day } from "lab/units";
import { deepEqual, equal, match, notDeepEqual, ok, rejects, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

// One small world and its sub-scores for all tests: 18 sub-scores drawn by a seed, not asked for.
const market = simulatedMarket({ seed: 3, years: 3 });
const days = decisionDays(market, "weekly").slice(60, 125);
const stream = randomStream(5);
const pillars = {
  days,
  scores: Float64Array.from({ length: 3 * days.length * 11 }, () => 1 + stream.integer(5)),
};
const small = { seed: 1, draws: 40, resamples: 200 };
const panel = panelOf(market, pillars, { days });
const byRules = { ...small, answeredBy: "rules" };

/** Sub-scores on all days on which a committee can be asked. */
const asked = committeePillars(market, scorableDays(market));

/** Scores of a reader's own that differ from week to week. */
const ownScores = (weeks: readonly Day[]) =>
  scoreTable(weeks.flatMap((on, k) => [
    { day: on, sector: "XLB" as const, score: 1 + k % 5 },
    { day: on, sector: "XLE" as const, score: 1 + (3 * k + 1) % 5 },
    { day: on, sector: "XLK" as const, score: 5 - k % 5 },
  ]));

/** A counter in memory, as a trials file counts. */
function counter(): Pick<TrialsFile, "record"> & { readonly records: TrialRecord[] } {
  const records: TrialRecord[] = [];
  return {
    records,
    record(entry) {
      records.push({ ...entry, kind: "trials", seq: records.length + 1, previous: "", hash: "" });
      return trialTally({ records, problems: [] });
    },
  };
}

/** Everything that a reader sees of a study. */
const seen = (found: ReturnType<typeof studyOf>) =>
  JSON.stringify([
    studyRows(found),
    found.measures(),
    found.verdict(),
    found.net,
    found.days,
    found.baselines().map(({ run }) => found.pick(run.net)),
  ]);

Deno.test("study() does not see what comes after the last fill, and sees what comes before", async () => {
  const options = { ...small, pillars, days, answeredBy: "rules", rule: LIMITS_ONLY };
  // Rows that are gone or new move the line behind which days are put away, and nothing else.
  const tables = FUTURE_TABLES.filter((table) => table !== "rows");
  const own = await study(market, options);
  const shifted = async (at: typeof days[number]) =>
    await study(shiftFuture(market, at, 11, { tables }).market, options);
  equal(seen(await shifted(own.panel.endDay)), seen(own));
  notDeepEqual(seen(await shifted(days[days.length - 3])), seen(own));
  const other = shiftFuture(market, own.panel.endDay, 12).market;
  equal(
    seen(studyOf(panelOf(other, pillars, { days }), options)),
    seen(studyOf(panelOf(market, pillars, { days }), options)),
  );
});

Deno.test("study() and its ledger are one run, and its returns less cash make its Sharpe ratio", async () => {
  const found = await study(market, { ...small, pillars, days, answeredBy: "rules" });
  found.ledger().steps.forEach(({ returns, to }, k) => {
    ok(Math.abs(returns.net - found.net[k]) < 1e-12);
    equal(to.day, found.days[k]);
  });
  const { riskFree, net } = found;
  const measured = sharpe(net, { periodsPerYear: 52, riskFree }).value!;
  ok(Math.abs(found.evidence()!.sharpe.value - measured) < 1e-12);
  equal(found.evidence()!.record.periods, days.length - 1);
});

Deno.test("studyOf() gives the same bytes for the same seed, and other dice for another one", () => {
  equal(seen(studyOf(panel, byRules)), seen(studyOf(panel, byRules)));
  notDeepEqual(
    studyOf(panel, byRules).chance("dice anew").values,
    studyOf(panel, { ...byRules, seed: 2 }).chance("dice anew").values,
  );
});

Deno.test("studyOf() places us among both kinds of dice by counting those below", () => {
  const found = studyOf(panel, byRules);
  for (const kind of ["permuted labels", "dice anew"] as const) {
    const { values, percentile, returns, label } = found.chance(kind);
    const ours = found.evidence()!.sharpe.value;
    equal(percentile, values.filter((one) => one < ours).length / 40);
    equal(returns.length, 40);
    ok(studyRows(found).some(({ note }) => note.startsWith(label)), kind);
  }
});

Deno.test("signalRows() takes returns from open to open, and none after the last day", () => {
  const { table } = signalRows(panel, studyOf(panel, byRules).table);
  const { prices } = market, open = prices.open.get("XLE")!, i = table.names.indexOf("XLE");
  const row = (k: number) => prices.days.indexOf(panel.fillDays[k]);
  ok(Math.abs(table.returns[4][i]! - (open[row(5)] / open[row(4)] - 1)) < 1e-12);
  deepEqual(new Set(table.returns[panel.steps]), new Set([undefined]));
});

Deno.test("studyOf() counts a run once, and allows for the others by the spread of dice", () => {
  const count = counter(), trials = { counter: count, at: "2026-11-20" };
  const first = studyOf(panel, { ...byRules, trials });
  equal(first.evidence()!.dsr!.probability, first.evidence()!.psr, "one try is no search");
  const again = studyOf(panel, { ...byRules, trials });
  equal(again.tally!.families[again.family].tried, 1);
  equal(again.tally!.repeats, 1);
  const weights = { ...DEFAULT_WEIGHTS, fundamentals: 0.25, technicals: 0.5 };
  const other = studyOf(panel, { ...byRules, weights, trials });
  equal(other.tally!.families[other.family].tried, 2);
  const dice = Array.from(other.chance("permuted labels").values, (one) => one / Math.sqrt(52));
  const mean = dice.reduce((sum, one) => sum + one, 0) / 40;
  const variance = dice.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 39;
  const { probability } = deflatedSharpe(sharpeRecord(other.excess), { trials: 2, variance });
  ok(Math.abs(other.evidence()!.dsr!.probability - probability) < 1e-12);
  ok(probability < other.evidence()!.psr);
});

Deno.test("a log that was deleted does not make a count smaller, and its verdict says so", () => {
  const count = counter();
  count.records.push({
    kind: "gap",
    at: "2026-11-19",
    because: "the log holds 0 of the 66 records that were written",
    lostRecords: 66,
    lostTrials: 66,
    seq: 1,
    previous: "",
    hash: "",
  });
  const found = studyOf(panel, { ...byRules, trials: { counter: count, at: "2026-11-20" } });
  equal(found.evidence()!.dsr!.trials, 67);
  ok(found.verdict().reasons.includes("the log of trials was interrupted"));
});

Deno.test("studyOf() without a counter says that nobody counted", () => {
  ok(studyOf(panel, byRules).verdict().reasons.includes("nobody counted what else was tried"));
});

Deno.test("studyOf() quotes nothing of whoever may remember all of it", () => {
  const found = studyOf(panel, { ...small, answeredBy: "somebody" });
  equal(found.isRemembered, true);
  equal(found.evidence(), undefined);
  equal(found.verdict().kind, "no figure");
  match(found.verdict().sentence, /^No figure to quote: 64 of 64 weeks may be remembered/);
  const rows = studyRows(found);
  equal(rows[0].text, "none to quote");
  const memory = rows.find(({ key }) => key === "memory")!;
  equal(memory.text, "64 of 64 weeks, and the figures here rest on them");
  match(memory.note, /somebody: cutoff unknown/);
  match(rows.find(({ key }) => key === "remembered")!.text, /n = 64 weeks/);
});

Deno.test("studyOf() rests every figure on the weeks after the cutoff", () => {
  const cutoff = days[29];
  const found = studyOf(panel, {
    ...small,
    answeredBy: ["rules", "m"],
    cutoffOf: (model) => model === "m" ? cutoff : "no memory",
  });
  deepEqual(found.steps, Array.from({ length: 34 }, (_, t) => 30 + t));
  equal(found.evidence()!.record.periods, 34);
  equal(found.chance("dice anew").returns[0].length, 34);
  ok(found.signals().ic.dates <= 34);
  match(studyRows(found).find(({ key }) => key === "remembered")!.text, /n = 30 weeks/);
  const whole = studyOf(panel, byRules);
  deepEqual(found.net, whole.net.slice(30));
});

Deno.test("studyOf() of scores that take no side has no figure and says why", () => {
  const scores = { days, scores: new Float64Array(days.length * 11).fill(3) };
  const found = studyOf(panel, { ...byRules, scores });
  match(found.verdict().sentence, /the book did nothing but earn the risk-free rate/);
  match(studyRows(found).find(({ key }) => key === "ic")!.note, /no date has scores that differ/);
});

Deno.test("studyOf() sounds the alarm over scores that have seen the future", () => {
  const scores = new Float64Array(days.length * 11).fill(3);
  for (let k = 0; k < panel.steps; k++) {
    for (let i = 0; i < 11; i++) {
      scores[k * 11 + i] = panel.longFactor[k * 12 + i] > panel.longFactor[k * 12 + 11] ? 5 : 1;
    }
  }
  const found = studyOf(panel, { ...byRules, scores: { days, scores } });
  equal(found.verdict().kind, "alarm");
  match(found.verdict().sentence, /^Look for a look-ahead: .* interval .* 64 weeks/);
  equal(found.chance("permuted labels").percentile, 1);
  ok(found.signals().ic.headline!.low > 0);
});

Deno.test("studyOf() refuses a last step without a length", async () => {
  const industries = await readIndustries();
  const last = decisionDays(industries, "monthly").slice(-14);
  const open = {
    key: HOLDOUT_KEY,
    because: "a test of its end",
    at: "2026-11-20",
    record: () => 1,
  };
  await rejects(
    study(industries, { ...small, days: last, open }),
    /Cannot study to 2017-03-31: nothing is known after the fill on 2017-03-31; leave the last/,
  );
  await study(industries, { ...small, days: last.slice(0, -1), open });
});

Deno.test("tests() puts the hardest baseline first, and that p is the one quoted", () => {
  const found = studyOf(panel, byRules), tests = found.tests();
  equal(tests.length, 5);
  ok(tests.every(({ ability }) => ability.pConsistent <= tests[0].ability.pConsistent));
  equal(found.evidence()!.superior, tests[0].ability);
});

Deno.test("studyDays() puts the last fifth of the decisions away, whatever days or schedule are asked for", () => {
  const { days: known, holdout } = studyDays(market);
  const all = scorableDays(market);
  equal(holdout!.days, Math.round(0.2 * (all.length - 1)));
  equal(holdout!.from, all[all.length - holdout!.days]);
  ok(known.every((on) => on < holdout!.from));
  for (const options of [{ to: all[all.length - 1] }, { schedule: "monthly" as const }]) {
    const other = studyDays(market, options);
    deepEqual(other.holdout, holdout);
    ok(other.days.every((on) => on < holdout!.from));
  }
});

Deno.test("study() opens with the key alone, on record, and stands on the days put away alone", async () => {
  const opened: string[] = [];
  const record = ({ because }: { readonly because: string }) => opened.push(because);
  const open = { key: HOLDOUT_KEY, because: "50/25/25 is chosen", at: "2026-11-20", record };
  const terms = { ...small, pillars: await asked, answeredBy: "rules" };
  await rejects(study(market, { ...terms, open: { ...open, key: "please" } }), /with another key/);
  await rejects(study(market, { ...terms, open: { ...open, because: " " } }), /need a reason/);
  deepEqual(opened, []);
  const { panel, holdout } = await study(market, { ...terms, open });
  deepEqual(opened, ["50/25/25 is chosen"]);
  deepEqual(holdout!.opened, { openings: 1, because: "50/25/25 is chosen" });
  ok(panel.days.every((on) => on >= holdout!.from));
  ok(panel.days.at(-1)! < market.prices.days.at(-1)!, "what is decided last cannot be filled");
});

Deno.test("a look that fails is not put on record, and a record that fails shows nothing", async () => {
  const opened: string[] = [];
  const open = {
    key: HOLDOUT_KEY,
    because: "chosen",
    at: "2026-11-20",
    record: ({ because }: { readonly because: string }) => opened.push(because),
  };
  const scores = ownScores(scorableDays(market).slice(-90));
  const terms = { ...small, scores, answeredBy: "rules" };
  const stray = ownScores([...scorableDays(market).slice(-90, -1), day("2021-07-01")]);
  await rejects(study(market, { ...terms, scores: stray, open }), /nobody decides on 2021-07-01/);
  await rejects(
    study(market, { ...terms, answeredBy: "m", open }),
    /may be remembered .* stays shut/,
  );
  const few = ownScores(scorableDays(market).slice(-40));
  await rejects(
    study(market, { ...terms, scores: few, open }),
    /7 weeks carry no interval, 12 are needed; it stays shut, and holds enough once about 61/,
  );
  deepEqual(opened, []);
  const full = () => {
    throw new Error("the disk is full");
  };
  await rejects(study(market, { ...terms, open: { ...open, record: full } }), /the disk is full/);
  const found = await study(market, { ...terms, open });
  deepEqual(opened, ["chosen"]);
  equal(found.holdout!.days, 18);
});

Deno.test("weeks in which no sector has a price are no scored decisions, and none is put away", () => {
  const close = new Map(
    [...market.prices.close].map(([ticker, values]) => [ticker, Float64Array.from(values)]),
  );
  for (const sector of SECTORS) close.get(sector)!.fill(NaN, -40);
  const ended = { ...market, prices: { ...market.prices, close } };
  const last = market.prices.days.at(-41)!, known = scorableDays(market);
  deepEqual(scorableDays(ended), known.filter((on) => on <= last));
  ok(marketHoldout(ended)!.to <= last);
});

Deno.test("of own scores a fifth of those behind the scorer's cutoff is put away", async () => {
  const weeks = scorableDays(market).slice(-75, -15), cutoff = weeks[24];
  const scores = ownScores(weeks), options = { ...small, scores };
  const away = async (more: Partial<Parameters<typeof study>[1]>) =>
    (await study(market, { ...options, ...more })).holdout!;
  // Thirty-five weeks behind the cutoff: seven of them, and a figure from the others.
  const cutoffOf = (model: string) => model === "m" ? cutoff : "no memory";
  const found = await study(market, { ...options, answeredBy: "m", cutoffOf });
  equal(found.split.models[0].cutoff, cutoff);
  equal(found.holdout!.days, 7);
  equal(found.holdout!.from, weeks[weeks.length - 7]);
  equal(found.isRemembered, false);
  equal(found.steps.length, 35 - 7 - 1);
  // Nobody's cutoff, or none needed: a fifth of all sixty.
  equal((await away({ answeredBy: "rules" })).from, weeks[weeks.length - 12]);
  equal((await away({ answeredBy: "x" })).from, weeks[weeks.length - 12]);
  // One week behind the cutoff more or less moves the line by what a fifth of it is.
  const later = (model: string) => model === "m" ? weeks[19] : "no memory";
  equal((await away({ answeredBy: "m", cutoffOf: later })).days, 8);
});

Deno.test("study() of days chosen by hand opens nothing without the key, and mixes nothing", async () => {
  const all = decisionDays(market, "weekly"), { holdout } = studyDays(market);
  const at = all.indexOf(holdout!.from), byHand = all.slice(at - 20, at + 1);
  await rejects(
    study(market, { ...small, days: byHand }),
    new RegExp(`Cannot study ${holdout!.from}: .* put away; need days before it, or the key`),
  );
  const opened: string[] = [];
  const open = {
    key: HOLDOUT_KEY,
    because: "chosen",
    at: "2026-11-20",
    record: ({ because }: { readonly because: string }) => opened.push(because),
  };
  await rejects(study(market, { ...small, days: byHand, open }), /once opened they stand alone/);
  await rejects(
    study(market, { ...small, to: day("2015-01-01"), open }),
    /need at least two decision days/,
  );
  deepEqual(opened, [], "an opening that shows nothing is not recorded");
  const known = await study(market, {
    ...small,
    days: byHand.slice(0, -1),
    pillars,
    answeredBy: "rules",
  });
  deepEqual(known.holdout, holdout);
});

Deno.test("an opening stays on the row of every later study, whatever the file is called and however it grew", async () => {
  const count = counter();
  const trials = { counter: count, at: "2026-11-20" };
  const noteOf = async (world: typeof market, more = {}) =>
    studyRows(await study(world, { ...small, pillars, days, answeredBy: "rules", trials, ...more }))
      .find(({ key }) => key === "holdout")!.note;
  const none = "no opening is on record, and no figure here rests on them";
  equal(await noteOf(market), none);
  const real = (provider: string, to: string) => ({
    ...market,
    source: { kind: "real" as const, provider, from: day("2018-01-02"), to: day(to) },
  });
  const { name, mark } = studyDays(real("p.csv", "2020-12-31")).holdout!;
  const entry = { kind: "holdout" as const, at: "2026-11-21T10:00:00Z", previous: "", hash: "" };
  count.records.push({ ...entry, holdout: name, because: "it is chosen", seq: 9, ...mark });
  match(
    await noteOf(real("p.csv", "2020-12-31")),
    /^opened once before, last on 2026-11-21 because it is chosen; whoever/,
  );
  match(await noteOf(real("renamed.csv", "2021-01-08")), /^opened once before/);
  const scores = ownScores(scorableDays(market).slice(-60));
  match(
    await noteOf(real("p.csv", "2020-12-31"), { pillars: undefined, days: undefined, scores }),
    /^these days were opened once with other scores, last on 2026-11-21/,
  );
  equal(await noteOf(market), none, "another market");
  // Prices that are others altogether are another market, under the same name and first day.
  const close = new Map(market.prices.close);
  close.set(market.index, close.get(market.index)!.map((value, row) => value * (1 + row / 1000)));
  const other = real("p.csv", "2020-12-31");
  equal(await noteOf({ ...other, prices: { ...market.prices, close } }), none);
  count.records.push({
    kind: "gap",
    at: "2026-11-22",
    because: "cut",
    lostRecords: 1,
    lostTrials: 0,
    seq: 10,
    previous: "",
    hash: "",
  });
  match(await noteOf(market), /^the log has gaps, so that an opening may be missing/);
  const alone = studyRows(await study(market, { ...small, pillars, days, answeredBy: "rules" }));
  match(alone.find(({ key }) => key === "holdout")!.note, /no log was asked/);
});

Deno.test("a market is known by what its index gained, not by rows that come later or a new adjustment", () => {
  const real = { ...market, source: { ...market.source, kind: "real" } } as typeof market;
  const mark = marketMark(real);
  const moved = (change: (value: number, row: number) => number) => {
    const close = new Map(market.prices.close);
    close.set(market.index, close.get(market.index)!.map(change));
    return marketMark({ ...real, prices: { ...market.prices, close } });
  };
  equal(moved((value) => 0.97 * value), mark);
  equal(moved((value, row) => row > 300 ? 2 * value : value), mark);
  ok(moved((value, row) => row > 100 ? 1.1 * value : value) !== mark);
  equal(marketMark(withoutSectors(real, ["XLE"])), mark);
});

Deno.test("studyDays() says what is missing where a market is too short", () => {
  throws(
    () => studyDays(simulatedMarket({ seed: 3, years: 1 })),
    /need at least two decision days .* put away, and without a first day of your own 420 days pass/,
  );
});

Deno.test("study() refuses scores on days on which nobody decides, or on none of its own", async () => {
  const on = (text: string) => scoreTable([{ day: day(text), sector: "XLB", score: 4 }]);
  await rejects(
    study(market, { ...small, scores: on("2020-03-04") }),
    /nobody decides on 2020-03-04; the decision of that week falls on 2020-03-06/,
  );
  await rejects(
    study(market, { ...small, scores: on(decisionDays(market, "weekly")[3]) }),
    /at least two of its days among the \d+ decision days .* got none of 1/,
  );
});

Deno.test("study() of own scores begins and ends with them, and counts the weeks between without one", async () => {
  const weeks = days.filter((_, k) => k >= 20 && k < 40 && k !== 30);
  const scores = scoreTable(weeks.flatMap((on, k) => [
    { day: on, sector: "XLB" as const, score: 1 + k % 5 },
    { day: on, sector: "XLE" as const, score: 3 },
    { day: on, sector: "XLK" as const, score: 5 - k % 5 },
  ]));
  const found = await study(market, { ...small, scores, answeredBy: "rules" });
  // Of nineteen scored weeks the last four are put away.
  deepEqual(found.panel.days, days.slice(20, 36));
  equal(found.holdout!.from, days[36]);
  equal(found.net.length, 15);
  equal(found.run.status[10], "cash");
  equal(studyRows(found).find(({ key }) => key === "unscored")!.text, "1 of 15 weeks");
  equal(studyRows(found).some(({ key }) => key === "unused"), false);
  const later = await study(market, { ...small, scores, answeredBy: "rules", from: weeks[5] });
  equal(studyRows(later).find(({ key }) => key === "unused")!.text, "5");
});

Deno.test("studyOf() refuses days that are not its schedule's, for a year would have other ones", () => {
  const fourth = days.filter((_, k) => k % 4 === 0);
  throws(
    () => studyOf(panelOf(market, pillars, { days: fourth }), byRules),
    /lie 28 days apart in the middle: the weekly schedule counts 52 of them a year/,
  );
  const daily = market.prices.days.slice(300, 330);
  throws(() => studyOf(panelOf(market, pillars, { days: daily }), byRules), /1 days apart/);
  const some = days.filter((_, k) => k % 4 !== 1);
  equal(studyOf(panelOf(market, pillars, { days: some }), byRules).net.length, some.length - 1);
});

Deno.test("study() refuses days of another schedule, and a holdout without a figure, before the dice", async () => {
  let thrown = 0;
  const dice = { throwDice: () => Promise.reject(new Error(`thrown ${++thrown} times`)) };
  const fourth = days.filter((_, k) => k % 4 === 0).slice(0, -1);
  await rejects(study(market, { ...byRules, pillars, days: fourth, dice }), /28 days apart/);
  const open = { key: HOLDOUT_KEY, because: "chosen", at: "now", record: () => 1 };
  const few = { ...small, scores: ownScores(scorableDays(market).slice(-40)) };
  await rejects(study(market, { ...few, answeredBy: "rules", open, dice }), /12 are needed/);
  await rejects(study(market, { ...few, answeredBy: "m", open, dice }), /may be remembered/);
  equal(thrown, 0);
  await rejects(study(market, { ...byRules, pillars, days, dice }), /thrown 1 times/);
});

Deno.test("committees of chance and ours have their turnover on the same steps", () => {
  const cutoff = days[29];
  const found = studyOf(panel, { ...small, answeredBy: "m", cutoffOf: () => cutoff });
  const whole = studyOf(panel, byRules), { values, turnover } = whole.chance("permuted labels");
  deepEqual(found.steps[0], 30);
  // The first step buys the whole book: without it less is traded.
  ok(found.chance("permuted labels").turnover < turnover);
  equal(values.length, 40);
  const drawn = randomCommittees(panel, whole.table, { rule: whole.rule, seed: 1, draws: 40 });
  ok(Math.abs(drawn.turnover - turnover) < 1e-12);
});

Deno.test("signalFindings() are the pillars' own p-values after Benjamini and Hochberg", () => {
  const found = studyOf(panel, byRules), { pillars: groups } = found.signals();
  const findings = signalFindings(groups);
  deepEqual(findings.map(({ label }) => label), ["fundamentals", "sentiment", "technicals"]);
  groups.forEach(({ ic: { headline } }, i) => {
    // At the p-value's own level the interval ends at zero.
    const half = studentQuantile(1 - findings[i].p / 2, headline!.degreesOfFreedom!) *
      headline!.standardError;
    ok(Math.abs(Math.abs(headline!.mean) - half) < 1e-9);
  });
  const sorted = findings.map(({ p }) => p).sort((a, b) => a - b);
  equal(Math.max(...findings.map(({ adjusted }) => adjusted)), sorted[2]);
  const row = studyRows(found).find(({ key }) => key === "pillar technicals")!;
  match(row.text, /^−?0\.\d{3} \(.* to .*, n = 61 dates\)$/);
  match(row.note, /after allowing for 3 pillars/);
});

Deno.test("signalFindings() keep noise about as seldom as promised, over seeded committees", () => {
  const worlds = SOAK ? 400 : 40, noise = randomStream(12);
  let some = 0;
  const rows = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: 8 }, () => noise.normal()));
  for (let world = 0; world < worlds; world++) {
    const names = [..."ABCDEFGH"], on = days.slice(0, 60);
    const analysts = Object.fromEntries([..."12345"].map((name) => [name, rows(60)]));
    const returns = rows(60).map((row) => row.map((one) => one / 100));
    const table = { days: on, names, scores: analysts[1], returns };
    const found = signalAnalysis(table, { horizon: 1, analysts, draws: 10 });
    if (signalFindings(found.analysts).some(({ kept }) => kept)) some++;
  }
  // All are noise, so 5 % of worlds have a find; the exact 99.9 % range.
  const { least, most } = binomialRange(worlds, 0.05);
  ok(some >= least && some <= most, `${some} of ${worlds}`);
});

Deno.test("a study names the pillars that had a say, and how often", () => {
  const row = (found: ReturnType<typeof studyOf>) =>
    studyRows(found).find(({ key }) => key === "pillars");
  equal(row(studyOf(panel, byRules))!.text, "fundamentals, sentiment, technicals");
  const plane = days.length * 11;
  const without = (from: number, to: number) => ({
    ...panel,
    pillars: panel.pillars.slice().fill(NaN, from, to),
  });
  const prices = row(studyOf(without(0, 2 * plane), byRules))!;
  equal(prices.text, "technicals only");
  match(
    prices.note,
    /^share of the scores: fundamentals 0.0 %, sentiment 0.0 %, technicals 100.0 %;/,
  );
  // Sentiment is there in 32 of 64 steps.
  match(row(studyOf(without(plane, plane + 32 * 11), byRules))!.note, /sentiment 50.0 %/);
  const weights = { fundamentals: 0, sentiment: 0, technicals: 1 };
  equal(row(studyOf(panel, { ...byRules, weights }))!.note, "no other pillar has a weight");
  const scores = { days, scores: new Float64Array(days.length * 11).fill(4) };
  equal(row(studyOf(panel, { ...byRules, scores })), undefined);
});

Deno.test("study() shows the tests of a search where it is given one", () => {
  const effective = { byAverageCorrelation: 1, byEigenvalueEntropy: 1 } as EffectiveTrials;
  const trials = { counter: counter(), at: "2026-11-20", sharpes: [0.1], effective };
  const keys = studyRows(studyOf(panel, { ...byRules, trials })).map(({ key }) => key);
  ok(keys.includes("dsr_effective") && !keys.includes("pbo"));
});

Deno.test("committees that are asked are named, so that their cutoffs count", async () => {
  const few = days.slice(0, 16);
  const asked = await study(market, {
    ...small,
    days: few,
    analysts: [{
      name: "m",
      answer: (await import("lab/committee")).rulesAnalyst().answer,
    }],
  });
  equal(asked.isRemembered, true);
  deepEqual(asked.split.models.map(({ model }) => model), ["m"]);
  const ours = await study(market, { ...small, days: few });
  equal(ours.isRemembered, false);
  deepEqual(ours.net, asked.net);
  deepEqual(ours.panel.pillars, (await committeePillars(market, few)).scores);
});

Deno.test("study() on 4weeks counts thirteen periods a year, each judged by the one that follows", async () => {
  const found = await study(simulatedMarket({ seed: 7, years: 5 }), {
    ...small,
    schedule: "4weeks",
  });
  equal(found.panel.periodsPerYear, 13);
  const rows = studyRows(found), text = (key: string) => rows.find((one) => one.key === key)!;
  match(rows[0].text, /n = \d+ four-week periods/);
  match(text("ic").label, /4 weeks ahead/);
  equal(found.signals().conventions.horizon, 1);
});
