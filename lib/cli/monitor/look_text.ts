import type { LimitUnit } from "../../portfolio/mod.ts";
import { counted, decimals, dollars, inPercent, MISSING } from "../../words.ts";
import { textTable } from "../text_table.ts";
import { isBlind, type Look, PAST_A_LIMIT } from "./look.ts";

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });
const inShare = (value: number, unit?: LimitUnit | "beta") =>
  unit === undefined || unit === "share of equity" || unit === "per year"
    ? inPercent(value)
    : decimals(value, 3);

/** What is known of the data, in sentences. */
function dataLines({ book, oldBy, missing, warnings }: Look): readonly string[] {
  const { unvalued, day } = book, [first] = unvalued;
  return [
    oldBy === 0
      ? `Prices are of ${day}; no trading day is over since.`
      : `Prices are of ${day}; ${counted(oldBy, "trading day")} ${
        oldBy === 1 ? "is" : "are"
      } over since.`,
    ...missing,
    ...(first === undefined ? [] : [
      `Not valued on ${
        counted(unvalued.length, "evening")
      } since the last change, ${first.day} first: ` +
      `no price of ${first.missing.join(", ")}.`,
    ]),
    ...(warnings.length > 0
      ? [`${counted(warnings.length, "warning")} about the prices; rebalance prints them.`]
      : []),
  ];
}

/** A look as text for a terminal. */
export function lookText(one: Look): string {
  const { book, alarms } = one, { figures, readings, clusters, next, path, account } = book;
  const passed = readings.filter(({ slack }) => slack < -PAST_A_LIMIT);
  return [
    `Book at the close of ${book.day}: ${
      dollars(account.equityUsd, { digits: 2 })
    }, followed over ${counted(path.length, "evening")} from ${path[0]?.day ?? book.day}`,
    alarms.length === 0
      ? isBlind(one) ? "No alarm is on, as far as the data go." : "No alarm is on."
      : `On: ${alarms.join(", ")}.`,
    "",
    textTable(
      [
        left("figure"),
        right("now"),
        right("95 % interval"),
        right("on from"),
        right("off at"),
        left(""),
      ],
      figures.map(({ measure, value, low, high, enter, leave, isOn, since }) => {
        const unit = measure === "beta" ? "beta" : undefined;
        return [
          measure,
          value === undefined ? MISSING : inShare(value, unit),
          low === undefined ? "" : `${inShare(low, unit)} to ${inShare(high!, unit)}`,
          inShare(enter, unit),
          inShare(leave, unit),
          isOn ? `ON since ${since}` : "",
        ];
      }),
    ),
    "Limits of the mandate, as what is held stands to them",
    textTable(
      [left("limit"), right("value"), right("bound"), right("slack"), left("")],
      readings.map(({ name, unit, value, bound, slack }) => [
        name,
        inShare(value, unit),
        inShare(bound, unit),
        inShare(slack, unit),
        slack < -PAST_A_LIMIT ? "PASSED" : "",
      ]),
    ),
    ...("reason" in clusters ? [clusters.reason] : clusters.length === 0
      ? [
        "No two sectors move together closely enough to be one bet.",
      ]
      : [
        "Sectors that move together (correlation 0.7 or more)",
        textTable(
          [left("cluster"), right("gross"), right("net")],
          clusters.map(({ name, gross, net }) => [name, inPercent(gross), inPercent(net)]),
        ),
      ]),
    ...(passed.length > 0 ? passed.map(({ sentence }) => sentence) : []),
    ...dataLines(one),
    `Next weekly decision: ${next.day}, in ${counted(next.tradingDays, "trading day")}.`,
    "Beta by today's sector betas; its interval is of the book's own past year with today's exposures.",
  ].join("\n");
}

/** A look as JSON lines: one a figure, a limit, a cluster, and one on the data. */
export function lookLines(one: Look): string {
  const { book, oldBy, missing, alarms } = one, { day } = book;
  return [
    { kind: "book", day, equityUsd: book.account.equityUsd, evenings: book.path.length, alarms },
    ...book.figures.map((figure) => ({ kind: "figure", day, ...figure })),
    ...book.readings.map(({ name, unit, value, low, high, slack }) => ({
      kind: "limit",
      day,
      name,
      unit,
      value,
      low: Number.isFinite(low) ? low : null,
      high: Number.isFinite(high) ? high : null,
      slack: Number.isFinite(slack) ? slack : null,
      isPassed: slack < -PAST_A_LIMIT,
    })),
    ...("reason" in book.clusters
      ? [{ kind: "clusters", day, reason: book.clusters.reason }]
      : book.clusters.map((cluster) => ({ kind: "cluster", day, ...cluster }))),
    { kind: "data", day, oldBy, missing, unvalued: book.unvalued, next: book.next },
  ].map((line) => JSON.stringify(line)).join("\n");
}
