import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
  acceptedWarnings,
  addCalendarDays,
  checkDecisionDay,
  decidableDays,
  exchangeDay,
  lastTradingDay,
  type PriceMarket,
  priceMarket,
  type PriceMarketOptions,
  type PriceWarning,
  type PriceWarningKind,
  readPrices,
  SECTORS,
  snapshot,
  tradingDaysFrom,
  withoutPrice,
} from "lab/market";
import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";

/** Rows of a price file by day: a cell is a price, or null where there is none. */
type Rows = Map<Day, Record<string, number | null>>;

const FUNDS = [...SECTORS, "SPY", "SH", "DUG"];

/** Daily prices that follow a market of their own, each fund 0.7 % a day off it, or as much as is said. */
function quiet(
  count = 300,
  from = day("2023-01-03"),
  off: (row: number) => number = () => 0.007,
): Rows {
  const draw = randomStream(11), level = new Map(FUNDS.map((fund) => [fund, 80]));
  const rows: Rows = new Map();
  for (const on of tradingDaysFrom(from, count)) {
    const market = 0.01 * draw.normal(), moves: Record<string, number> = { SPY: market };
    for (const fund of FUNDS) {
      if (SECTORS.includes(fund as never)) moves[fund] = market + off(rows.size) * draw.normal();
    }
    moves.SH = -market + 0.0005 * draw.normal();
    moves.DUG = -2 * (moves.XLE ?? 0) + 0.001 * draw.normal();
    const row: Record<string, number> = {};
    for (const fund of FUNDS) {
      level.set(fund, level.get(fund)! * (1 + moves[fund]));
      row[fund] = Number(level.get(fund)!.toFixed(3));
    }
    rows.set(on, row);
  }
  return rows;
}

function marketOf(rows: Rows, options: PriceMarketOptions = {}): PriceMarket {
  const columns = ["date", ...Object.keys([...rows.values()][0])];
  return priceMarket([{
    where: "prices.csv",
    columns,
    cells: columns.map((column) =>
      [...rows].map(([on, row]) => column === "date" ? on : row[column])
    ),
    rowName: (row) => `line ${row + 2}`,
  }], options);
}

const told = ({ warnings }: PriceMarket) => warnings.map(({ kind }) => kind);
const only = (market: PriceMarket, kind: PriceWarningKind): PriceWarning => {
  const found = market.warnings.filter((one) => one.kind === kind);
  equal(found.length, 1, `${kind}: ${market.warnings.map(({ message }) => message).join("\n")}`);
  return found[0];
};
const days = (rows: Rows) => [...rows.keys()];
/** Changes a fund's cells from one row to another, the last one left out. */
function change(
  rows: Rows,
  fund: string,
  [from, to]: readonly [number, number],
  by: (price: number, row: number) => number | null,
): Rows {
  days(rows).forEach((on, row) => {
    const price = rows.get(on)![fund];
    if (row >= from && row < to && price !== null) rows.get(on)![fund] = by(price, row);
  });
  return rows;
}
const none = () => null;

Deno.test("a clean file raises no warning", () => {
  deepEqual(told(marketOf(quiet())), []);
});

// Where a price ends, or is not there yet.

Deno.test("a fund that ends early is told, set aside, and moves no decision", () => {
  for (const back of [2, 6, 40, 200]) {
    const market = marketOf(change(quiet(), "XLRE", [300 - back, 300], none));
    const { columns, days: [last], message } = only(market, "ended column");
    deepEqual(columns, ["XLRE"]);
    equal(last, market.prices.days[299 - back]);
    match(message, new RegExp(`^XLRE has no price after ${last}.*${back} rows later\\.$`));
    equal(lastTradingDay(market), market.prices.days[299]);
    const today = snapshot(market, lastTradingDay(market));
    ok(!today.sectors.includes("XLRE"));
    deepEqual(withoutPrice(today).map(({ sector, newest }) => [sector, newest]), [["XLRE", last]]);
    deepEqual(today.tradePrice("XLRE"), { reason: "no price" });
    ok("price" in today.tradePrice("XLE"), "the others are traded at the newest close");
    deepEqual(snapshot(market, last).tradePrice("XLE"), { reason: "adjusted price" });
  }
});

Deno.test("every column that stops is told: several sectors, inverse funds, opens, volumes, rates", () => {
  let rows = quiet();
  for (const fund of ["XLB", "XLY", "DUG"]) rows = change(rows, fund, [250, 300], none);
  deepEqual(
    marketOf(rows).warnings.filter(({ kind }) => kind === "ended column")
      .map(({ columns }) => columns[0]),
    ["XLB", "XLY", "DUG"],
  );
  const more = quiet();
  days(more).forEach((on, row) =>
    Object.assign(more.get(on)!, {
      XLE_open: row < 250 ? more.get(on)!.XLE : null,
      XLE_volume: row < 200 ? 1000 : null,
      "^IRX": row < 270 ? 4 : null,
    })
  );
  deepEqual(
    marketOf(more).warnings.map(({ kind, columns }) => `${kind} ${columns[0]}`),
    ["ended column XLE_open", "ended column XLE_volume", "ended column ^IRX"],
  );
});

Deno.test("a newest row that is partly empty is told with the sectors and the day before", () => {
  let rows = quiet();
  for (const fund of ["XLC", "XLP", "XLY"]) rows = change(rows, fund, [299, 300], none);
  const market = marketOf(rows), { columns, message } = only(market, "partial row");
  deepEqual(columns, ["XLC", "XLP", "XLY"]);
  const [before, newest] = market.prices.days.slice(-2);
  equal(
    message,
    `The newest row, ${newest}, has no price of XLC, XLP and XLY: they are absent on that day. ` +
      `The last day with them is ${before}.`,
  );
  equal(lastTradingDay(market), newest);
  equal(snapshot(market, newest).sectors.length, 8);
});

Deno.test("a newest row of the index alone, or of nothing, leaves the decision to the day before", () => {
  for (const funds of [[...SECTORS], FUNDS]) {
    let rows = quiet();
    for (const fund of funds) rows = change(rows, fund, [299, 300], none);
    const market = marketOf(rows), [before, newest] = market.prices.days.slice(-2);
    match(
      only(market, "partial row").message,
      new RegExp(`The newest row, ${newest}, .*absent on that day, and no decision falls on it\\.`),
    );
    equal(lastTradingDay(market), before);
    ok("price" in snapshot(market, before).tradePrice("XLE"));
    ok(!("price" in snapshot(market, newest).tradePrice("XLE")));
  }
});

Deno.test("a newest row without sectors, or without SPY, is no day to decide on, and none is chosen in silence", () => {
  let rows = quiet();
  for (const fund of SECTORS) rows = change(rows, fund, [298, 300], none);
  const spyAlone = marketOf(rows);
  equal(spyAlone.warnings.filter(({ kind }) => kind === "ended column").length, 11);
  throws(
    () => lastTradingDay(spyAlone),
    new RegExp(
      `no sector has a price that day; complete the row, or name ${spyAlone.prices.days[297]}, the`,
    ),
  );
  const withoutSpy = marketOf(change(quiet(), "SPY", [299, 300], none));
  throws(
    () => lastTradingDay(withoutSpy),
    /SPY, to which betas refer, has no price that day; complete/,
  );
});

Deno.test("a day that a reader names is held to the same rule", () => {
  const rows = change(quiet(), "SPY", [200, 201], none), on = days(rows);
  for (const fund of SECTORS.slice(1)) change(rows, fund, [250, 251], none);
  const market = marketOf(rows);
  checkDecisionDay(market, on[199]);
  throws(
    () => checkDecisionDay(market, on[200]),
    new RegExp(`Cannot decide on ${on[200]}: SPY, to which betas refer, has no price that day`),
  );
  throws(() => checkDecisionDay(market, on[250]), /XLB alone has a price that day/);
  deepEqual(decidableDays(market, on.slice(199, 202)), [on[199], on[201]]);
  const frozen = change(quiet(), "XLE", [281, 290], () => quiet().get(on[280])!.XLE);
  throws(() => checkDecisionDay(marketOf(frozen), on[285]), /or accept frozen-column:XLE once/);
  checkDecisionDay(marketOf(frozen, { accept: ["frozen-column"] }), on[285]);
  checkDecisionDay(marketOf(frozen), on[295]);
});

Deno.test("a gap inside is told: a hole of one column, and days without a row", () => {
  const { days: holes, message } = only(
    marketOf(change(quiet(), "XLV", [100, 104], none)),
    "holes",
  );
  equal(holes.length, 4);
  match(message, /^XLV has no price on 4 days between its first and last \(.* and 1 more\)/);
  const rows = quiet(), gone = days(rows).slice(150, 154);
  gone.forEach((on) => rows.delete(on));
  const missing = only(marketOf(rows), "missing days");
  deepEqual(missing.days, gone);
  match(
    missing.message,
    /^4 trading days have no row .*; the return over them counts as one day's\.$/,
  );
});

Deno.test("a long hole, over which a fund went its way, is a hole and no jump", () => {
  const rows = change(quiet(), "XLU", [220, 300], (price) => price * 1.08);
  deepEqual(told(marketOf(change(rows, "XLU", [95, 220], none))), ["holes"]);
  const far = () => change(quiet(), "XLU", [220, 300], (price) => price * 2.1);
  deepEqual(told(marketOf(change(far(), "XLU", [95, 220], none))), ["holes", "jumps"]);
  throws(
    () => marketOf(change(far(), "XLU", [217, 220], none)),
    /need a price within a factor 1\.5/,
  );
});

Deno.test("days on which the exchange closed beside the rule are no gap", () => {
  deepEqual(told(marketOf(without(quiet(300, day("2012-02-01")), ["2012-10-29", "2012-10-30"]))), [
    // Neither fund was listed yet.
    "missing sectors",
    "empty column",
    "empty column",
  ]);
  function without(rows: Rows, gone: readonly string[]): Rows {
    for (const on of gone) rows.delete(on as Day);
    for (const row of rows.values()) {
      row.XLC = null;
      row.XLRE = null;
    }
    return rows;
  }
});

Deno.test("a column that begins after its listing is told, one that begins with it is not", () => {
  const late = only(marketOf(change(quiet(), "XLK", [0, 60], none)), "late start");
  deepEqual(late.columns, ["XLK"]);
  match(late.message, /^XLK has no price before 2023-03-30, though it was listed by 2023-01-03/);
  const inverse = (count: number) => told(marketOf(change(quiet(), "DUG", [0, count], none)));
  deepEqual([inverse(4), inverse(60)], [[], ["late start"]]);
  const young = quiet(200, day("2018-01-02"));
  days(young).forEach((on) => on < "2018-06-19" && (young.get(on)!.XLC = null));
  deepEqual(told(marketOf(young)), []);
});

Deno.test("a newest close older than one trading day is told, by the exchange's own today", () => {
  const friday = day("2024-03-15");
  const rows = new Map([...quiet(310)].filter(([on]) => on <= friday));
  const age = (today: string) =>
    told(marketOf(rows, { today: day(today) })).filter((kind) => /stale|future/.test(kind));
  deepEqual(age("2024-03-15"), []);
  deepEqual(age("2024-03-16"), []);
  deepEqual(age("2024-03-18"), [], "on Monday, Friday is one trading day ago");
  deepEqual(age("2024-03-19"), ["stale prices"], "on Tuesday, Monday is over");
  deepEqual(age("2024-07-12"), ["stale prices"], "119 days");
  deepEqual(age("2024-03-14"), ["future rows"]);
  deepEqual(told(marketOf(rows)), [], "without a today nothing is said");
  // The sentence holds whenever it is read.
  equal(
    only(marketOf(rows, { today: day("2024-07-12") }), "stale prices").message,
    only(marketOf(rows, { today: day("2026-07-12") }), "stale prices").message,
  );
  equal(exchangeDay(new Date("2024-03-19T03:30:00Z")), "2024-03-18", "still evening in New York");
  equal(exchangeDay(new Date("2024-03-19T04:30:00Z")), "2024-03-19");
});

Deno.test("over Good Friday one trading day ago is Thursday", () => {
  const rows = new Map([...quiet(320)].filter(([on]) => on <= "2024-03-28"));
  const told_ = (today: string) => told(marketOf(rows, { today: day(today) }));
  deepEqual(told_("2024-04-01"), []);
  deepEqual(told_("2024-04-02"), ["stale prices"]);
});

// Rows that are no days.

Deno.test("a pause of ten days is a gap, one of eleven a file that is not daily", () => {
  const paused = (until: string) =>
    told(marketOf(new Map([...quiet()].filter(([on]) => on <= "2023-03-03" || on >= until))));
  deepEqual(paused("2023-03-13"), ["missing days"]);
  deepEqual(paused("2023-03-14"), ["sparse rows"]);
});

Deno.test("a row of a day on which the exchange closed beside the rule is left out", () => {
  const mourning = new Map([...quiet(300, day("2023-01-03"))].map(([, row], k) => [
    tradingDaysFrom(day("2018-11-01"), 300)[k],
    row,
  ]));
  deepEqual(only(marketOf(mourning), "closed days").days, ["2018-12-05"]);
});

/** The file with each day of the calendar, filled forward; or Monday to Friday alone. */
function filled(rows: Rows, weekends: boolean): Rows {
  const all = days(rows), out: Rows = new Map();
  let row = rows.get(all[0])!;
  for (let on = all[0]; on <= all[all.length - 1]; on = addCalendarDays(on, 1)) {
    row = rows.get(on) ?? row;
    if (weekends || ![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())) out.set(on, row);
  }
  return out;
}

Deno.test("rows on holidays and weekends that were filled forward are left out, and told", () => {
  const rows = quiet(), plain = marketOf(rows);
  for (const weekends of [false, true]) {
    const market = marketOf(filled(rows, weekends));
    deepEqual(market.prices, plain.prices);
    const { days: closed, message } = only(market, "closed days");
    equal(closed.length, weekends ? 136 : 12, "2023-01-03 to 2024-03-13");
    ok(closed.includes(day("2023-12-25")) && closed.includes(day("2024-01-01")));
    match(
      message,
      /^\d+ rows lie on days on which the exchange was closed .* no price in them is new\.$/,
    );
  }
});

Deno.test("a holiday's row with prices of its own is left out, too, and told with more force", () => {
  const rows = quiet(), priced = filled(rows, false);
  priced.set(day("2023-12-25"), { ...priced.get(day("2023-12-25"))!, XLE: 81 });
  const market = marketOf(priced);
  deepEqual(market.prices, marketOf(rows).prices);
  match(
    only(market, "closed days").message,
    /1 of them has prices of its own, so look at the dates\.$/,
  );
});

Deno.test("one row of a closed day is told as one", () => {
  const rows = quiet(), [before] = days(rows).filter((on) => on === "2023-12-22");
  const withChristmas = new Map(
    [...rows, [day("2023-12-25"), rows.get(before)!] as const].sort(([a], [b]) => a < b ? -1 : 1),
  );
  match(
    only(marketOf(withChristmas), "closed days").message,
    /^1 row lies on a day .*\(2023-12-25\), and is left out: no price in it is new\.$/,
  );
});

Deno.test("a Saturday with prices of its own is refused: its dates are a day off", () => {
  const late = new Map([...quiet()].map(([on, row]) => [addCalendarDays(on, 1), row]));
  throws(() => marketOf(late), /line 5, column date: need a trading day, but this is a Saturday/);
  const early = new Map([...quiet()].map(([on, row]) => [addCalendarDays(on, -1), row]));
  throws(() => marketOf(early), /need a trading day, but this is a Sunday/);
});

Deno.test("a file of closed days alone is refused", () => {
  const row = [...quiet(1).values()][0];
  throws(
    () => marketOf(new Map([[day("2023-12-25"), row], [day("2024-01-01"), row]])),
    /the exchange was closed on each of its days, 2023-12-25 to 2024-01-01$/,
  );
});

const every = (rows: Rows, keep: (weekday: number, row: number) => boolean): Rows =>
  new Map(
    [...rows].filter(([on], row) => keep(new Date(`${on}T00:00:00Z`).getUTCDay(), row)),
  );

Deno.test("weeks in which a fund doubles are told as weeks, not as a wrong price", () => {
  const twice = change(quiet(), "XLK", [150, 300], (price) => price * 2.4);
  throws(() => marketOf(twice), /need a price within a factor/);
  const weeks = marketOf(every(twice, (weekday) => weekday === 5));
  match(only(weeks, "sparse rows").message, /need one row per trading day/);
});

Deno.test("weeks, half weeks and every other day pass for no days", () => {
  const sparse: readonly (readonly [string, (weekday: number, row: number) => boolean])[] = [
    ["Fridays", (weekday) => weekday === 5],
    ["Mondays", (weekday) => weekday === 1],
    ["every fifth row", (_, row) => row % 5 === 0],
    ["twice a week", (weekday) => weekday === 2 || weekday === 4],
    ["three times a week", (weekday) => [1, 3, 5].includes(weekday)],
    ["every other row", (_, row) => row % 2 === 0],
    ["weeks at first, days later", (weekday, row) => row > 200 || weekday === 5],
    ["days at first, weeks later", (weekday, row) => row < 200 || weekday === 3],
    ["four weeks", (weekday, row) => row < 20 && weekday === 5],
    ["months", (_, row) => row % 21 === 0],
    ["a pause of nearly two weeks", (_, row) => row < 100 || row > 106],
  ];
  for (const [name, keep] of sparse) {
    const market = marketOf(every(quiet(), keep));
    match(only(market, "sparse rows").message, /need one row per trading day/, name);
    throws(
      () => snapshot(market, market.prices.days.at(-1)!),
      /need one row per trading day/,
      name,
    );
    throws(
      () => marketOf(every(quiet(), keep), { accept: ["sparse-rows"] }),
      /Cannot accept/,
      name,
    );
  }
  const fourDays = marketOf(every(quiet(), (weekday) => weekday !== 1));
  ok(only(fourDays, "missing days").days.length > 50);
});

Deno.test("a month's great fall is told as a month's, not as a slip in a day's price", () => {
  const crash = change(quiet(), "XLE", [126, 300], (price) => price / 1.6);
  const months = every(crash, (_, row) => row % 21 === 0);
  match(marketOf(months).unfit!, /need one row per trading day/);
  throws(() => marketOf(crash), /within a factor 1\.5/);
});

Deno.test("one column of weeks among days is full of holes, or stands still", () => {
  const isFriday = (on: Day) => new Date(`${on}T00:00:00Z`).getUTCDay() === 5;
  const gaps = quiet(), still = quiet();
  let last = gaps.get(days(gaps)[0])!.XLF;
  days(gaps).forEach((on) => {
    if (isFriday(on)) last = gaps.get(on)!.XLF;
    still.get(on)!.XLF = last;
    if (!isFriday(on)) gaps.get(on)!.XLF = null;
  });
  ok(only(marketOf(gaps), "holes").days.length > 200);
  ok(told(marketOf(still)).includes("frozen column"));
});

Deno.test("rows on trading days that repeat the row before are told", () => {
  const rows = quiet(), all = days(rows);
  rows.set(all[120], { ...rows.get(all[119])! });
  const inside = marketOf(rows);
  deepEqual(only(inside, "repeated rows").days, [all[120]]);
  equal(lastTradingDay(inside), all[299]);
  rows.set(all[299], { ...rows.get(all[298])! });
  const atTheEnd = marketOf(rows);
  throws(
    () => lastTradingDay(atTheEnd),
    /the newest row, on which a decision falls, is one of them/,
  );
  equal(lastTradingDay(marketOf(rows, { accept: ["repeated-rows"] })), all[299]);
});

// Prices that are none.

Deno.test("a split or distribution that was not adjusted for is told, in every kind of fund", () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ["XLF", 150, 0.812], // a spin-off: 1,231 shares for 1,000
    ["XLF", 150, 0.93],
    ["XLE", 3, 0.9],
    ["XLK", 150, 2 / 3], // three for two
    ["XLU", 150, 1.25], // a reverse split of four for five
    ["SPY", 150, 0.9],
    ["SH", 150, 0.8],
    ["DUG", 150, 0.75],
    ["XLV", 296, 0.9],
    ["XLV", 299, 0.9], // on the newest row
  ];
  for (const [fund, row, factor] of cases) {
    // Before the day, so that the fund's later prices stay as they are.
    const market = marketOf(change(quiet(), fund, [0, row], (price) => price / factor));
    const found = only(market, "jumps"), name = `${fund} at ${row} by ${factor}`;
    deepEqual([found.columns, found.days], [[fund], [market.prices.days[row]]], name);
    match(found.message, /did not come back: a split or distribution that was not adjusted for/);
  }
});

Deno.test("a spin-off of a sector is not blamed on its inverse fund", () => {
  const market = marketOf(change(quiet(), "XLE", [0, 150], (price) => price / 0.85));
  deepEqual(market.warnings.map(({ kind, columns }) => [kind, columns]), [["jumps", ["XLE"]]]);
});

Deno.test("a distribution beside a hole is told, and a crash of all funds is not", () => {
  const rows = change(quiet(), "XLF", [0, 150], (price) => price / 0.8);
  const beside = marketOf(change(rows, "XLF", [148, 150], none)), on = days(rows);
  deepEqual(told(beside), ["holes", "jumps"]);
  match(
    only(beside, "jumps").message,
    new RegExp(`moved by −.* % from ${on[147]} to ${on[150]}, far from`),
  );
  let crash = quiet();
  for (const fund of FUNDS) {
    const fall = fund === "SH" ? 1.12 : fund === "DUG" ? 1.24 : 0.88;
    crash = change(crash, fund, [150, 300], (price) => price * fall);
  }
  deepEqual(told(marketOf(crash)), []);
});

Deno.test("a false price that is taken back is told, in every kind of fund", () => {
  const cases: readonly (readonly [string, number, number, number])[] = [
    ["XLB", 150, 151, 1.2],
    ["XLRE", 150, 151, 0.92],
    ["SPY", 150, 151, 1.1],
    ["SH", 150, 151, 0.85],
    ["DUG", 150, 151, 0.7],
    ["XLC", 150, 153, 0.9], // back on the third day
    ["XLP", 1, 2, 1.1], // on the second row
    ["XLI", 298, 299, 0.9], // back on the newest row
    ["XLE", 150, 151, 1.2], // its inverse fund DUG is not blamed
  ];
  for (const [fund, from, to, factor] of cases) {
    const market = marketOf(change(quiet(), fund, [from, to], (price) => price * factor));
    const { columns, days: found } = only(market, "suspect ticks");
    deepEqual(columns, [fund]);
    deepEqual(found, [market.prices.days[from], market.prices.days[to]], fund);
    equal(told(market).length, 1, fund);
  }
});

Deno.test("how large a surprise is told hangs on how quiet the fund is beside its neighbours", () => {
  const by = (rows: Rows, size: number, to = 300) =>
    told(marketOf(change(rows, "XLI", [200, to], (price) => price * (1 - size))));
  deepEqual(by(quiet(), 0.03), []);
  deepEqual(by(quiet(), 0.065), ["jumps"]);
  deepEqual(by(quiet(), 0.02, 201), []);
  deepEqual(by(quiet(), 0.045, 201), ["suspect ticks"]);
  // A wild fund does not stand out, and that it was wild half a year ago hides nothing.
  deepEqual(by(quiet(300, day("2023-01-03"), () => 0.025), 0.05), []);
  const calmer = quiet(300, day("2023-01-03"), (row) => row < 120 ? 0.025 : 0.005);
  const { warnings } = marketOf(change(calmer, "XLI", [200, 300], (price) => price * 0.95));
  const [jumped] = warnings.filter(({ kind, columns }) => kind === "jumps" && columns[0] === "XLI");
  ok(jumped.days.includes(days(calmer)[200]));
});

Deno.test("a fund that falls further than all others on a great day is not told", () => {
  let rows = quiet();
  for (const fund of FUNDS) {
    const move = fund === "SH" ? 1.12 : fund === "DUG" ? 1.24 : fund === "XLK" ? 0.83 : 0.88;
    rows = change(rows, fund, [150, 300], (price) => price * move);
  }
  deepEqual(told(marketOf(rows)), []);
});

Deno.test("a fall of which less than half is taken back is a jump", () => {
  const rows = change(quiet(), "XLF", [150, 300], (price) => price * 0.85);
  const market = marketOf(change(rows, "XLF", [152, 300], (price) => price * 1.06));
  deepEqual(only(market, "jumps").days[0], market.prices.days[150]);
});

Deno.test("a false open is told with its column", () => {
  const rows = quiet();
  days(rows).forEach((on, row) => {
    for (const fund of ["XLE", "XLF", "XLK", "SPY"]) {
      rows.get(on)![`${fund}_open`] = rows.get(on)![fund]! *
        (row === 77 && fund === "XLF" ? 0.9 : 1);
    }
  });
  const { columns, days: found } = only(marketOf(rows), "suspect ticks");
  deepEqual([columns, found], [["XLF_open"], [days(rows)[77]]]);
});

Deno.test("a column that stands still is told, in every kind of fund", () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ["XLE", 100, 104],
    ["XLK", 0, 300],
    ["SPY", 100, 140],
    ["SH", 100, 110],
    ["DUG", 100, 106],
    ["XLU", 250, 300],
  ];
  for (const [fund, from, to] of cases) {
    const rows = quiet(), price = rows.get(days(rows)[from])![fund];
    const market = marketOf(change(rows, fund, [from, to], () => price));
    const found = market.warnings.find(({ kind }) => kind === "frozen column");
    deepEqual(found?.columns, [fund]);
    equal(found!.days.length, to - from - 1, "its first row is a price of its own");
  }
  const twice = quiet();
  for (const [from, to] of [[100, 106], [200, 205]] as const) {
    change(twice, "XLE", [from, to], () => twice.get(days(twice)[from])!.XLE);
  }
  match(
    only(marketOf(twice), "frozen column").message,
    /repeats its close on 5 rows, .*, and 1 more time on at least 3: not traded, or filled/,
  );
});

Deno.test("a fund of Treasury bills may stand still for a month, and no longer", () => {
  const still = (count: number) => {
    const rows = quiet();
    days(rows).forEach((on, row) =>
      rows.get(on)!.BIL = 90 + 0.01 * (row < 100 ? row : Math.max(100, row - count))
    );
    return told(marketOf(rows));
  };
  deepEqual(still(18), []);
  deepEqual(still(30), ["frozen column"]);
});

Deno.test("nothing is decided on a newest close that only repeats older ones, unless it was accepted", () => {
  const rows = quiet(), price = rows.get(days(rows)[280])!.XLE;
  change(rows, "XLE", [280, 300], () => price);
  throws(
    () => lastTradingDay(marketOf(rows)),
    /XLE repeats its close on 19 rows, .* accept frozen-column:XLE once you have checked them$/,
  );
  equal(lastTradingDay(marketOf(rows, { accept: ["frozen-column:XLE"] })), days(rows)[299]);
  // A thin inverse fund does stand still; nobody has to order it.
  const thin = quiet(), old = thin.get(days(thin)[280])!.DUG;
  equal(lastTradingDay(marketOf(change(thin, "DUG", [280, 300], () => old))), days(thin)[299]);
});

// What the reader has checked.

Deno.test("accepting marks a warning and changes no figure", () => {
  const rows = () => change(quiet(), "XLF", [0, 150], (price) => price / 0.8);
  const open = marketOf(rows()), [{ days: [on] }] = open.warnings;
  for (const word of ["jumps", "jumps:XLF", "Jumps:xlf", `jumps:XLF:${on}`, `jumps:${on}`]) {
    const accepted = marketOf(rows(), { accept: [word] });
    deepEqual(accepted.warnings, [{ ...open.warnings[0], accepted: true }], word);
    deepEqual(accepted.prices, open.prices);
  }
});

Deno.test("a word that names nothing is refused with what there is", () => {
  const rows = change(quiet(), "XLF", [0, 150], (price) => price / 0.8);
  for (const word of ["jumps:XLE", "holes", "spike", "jumps:XLF:2020-01-02", ""]) {
    throws(
      () => marketOf(rows, { accept: [word] }),
      /Cannot accept ".*": these prices have no such warning; there are jumps, jumps:XLF, each also/,
    );
  }
  throws(() => marketOf(quiet(), { accept: ["jumps"] }), /no such warning; they have none$/);
  throws(() => marketOf(quiet(), { accept: "jumps" as never }), {
    name: "TypeError",
    message: /need a list of words such as "jumps:XLF", got "jumps"/,
  });
});

Deno.test("a warning of two days stays open while one of them is not accepted", () => {
  const twice: PriceWarning = {
    kind: "jumps",
    columns: ["XLF"],
    days: [day("2020-03-02"), day("2020-06-01")],
    message: "",
  };
  equal(acceptedWarnings([twice], ["jumps:XLF:2020-03-02"])[0].accepted, undefined);
  const both = ["jumps:XLF:2020-03-02", "jumps:XLF:2020-06-01"];
  equal(acceptedWarnings([twice], both)[0].accepted, true);
});

const shared = (name: string) => new URL(`../../../shared/data/${name}`, import.meta.url);

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

if (exists(shared("sectors_adjclose.csv"))) {
  Deno.test("on real prices the rules find what is known to be false, as seldom alarmed as they say", async () => {
    const market = await readPrices(
      ["sectors_adjclose.csv", "inverse_etfs_adjclose.csv"]
        .map((name) => decodeURIComponent(shared(name).pathname)),
      { extra: ["SPXU", "YXI"] },
    );
    const found = (kind: PriceWarningKind) =>
      market.warnings.filter((one) => one.kind === kind)
        .flatMap(({ columns, days }) => days.map((on) => `${columns[0]} ${on}`));
    const isLiquid = (cell: string) => /^(?:XL|SPY)/.test(cell);
    equal(found("jumps").filter(isLiquid).length, 11);
    equal(found("jumps").length - 11, 4);
    equal(found("suspect ticks").filter(isLiquid).length, 6);
    deepEqual(found("frozen column").filter(isLiquid), []);
    const known = (await Deno.readTextFile(shared("inverse_etfs_suspect_ticks.csv"))).trim()
      .split("\n").slice(1).map((line) => line.split(",").slice(0, 2).join(" "));
    const all = new Set([...found("suspect ticks"), ...found("jumps")]);
    deepEqual(known.filter((one) => !all.has(one)), ["SCC 2018-03-26", "SCC 2020-03-16"]);
    deepEqual([...new Set(told(market))].sort(), ["frozen column", "jumps", "suspect ticks"]);
  });
}
