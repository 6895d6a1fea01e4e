/**
 * `deno task reservations`: what is reserved for paid calls and not settled, and its release with a
 * reason.
 *
 * @module
 */
import { outsideLine } from "../outside_text.ts";
import { openCallStore, openLedger, type OpenReservation } from "../providers/mod.ts";
import { counted, dollars } from "../words.ts";
import { console } from "./console.ts";
import { hasLedger } from "./scorecard/call_records.ts";
import { recordChoice } from "./options/record_option.ts";
import { readSettings } from "./settings/read_settings.ts";
import { tellErrors } from "./tell_errors.ts";
import { helpAsked } from "./options/help_text.ts";
import { RELEASE, RESERVATIONS, reservationsArguments } from "./reservations_arguments.ts";
import { textTable } from "./text_table.ts";

/** Characters of a name in the table, and of the reason of a call that ended. */
const NAME_WIDTH = 32, REASON_WIDTH = 120;

const usd = (amount: number) => dollars(amount, { digits: 4 });
const sum = (open: readonly OpenReservation[]) =>
  usd(open.reduce((total, { openUsd }) => total + openUsd, 0));

/** The reservations as a table, with what each waits for. */
function reservationsText(open: readonly OpenReservation[]): string {
  if (open.length === 0) return "Nothing is reserved: every call is settled.";
  const name = (text: string) => outsideLine(text, NAME_WIDTH);
  return [
    "Reserved and not settled\n",
    textTable(
      [
        { heading: "number", right: true },
        { heading: "since (UTC)" },
        { heading: "sweep" },
        { heading: "sector" },
        { heading: "analyst" },
        { heading: "provider, model" },
        { heading: "for" },
        { heading: "at most", right: true },
        { heading: "" },
      ],
      open.map((one) => [
        String(one.id),
        one.at.slice(0, 16).replace("T", " "),
        name(one.sweep),
        one.sector,
        name(one.analyst),
        name(`${one.provider}, ${one.model}`),
        one.stage,
        usd(one.openUsd),
        one.state === "ended"
          ? `ended without a price: ${outsideLine(one.about ?? "", REASON_WIDTH)}`
          : one.state === "background"
          ? `answer ${name(one.about ?? "")} is not fetched yet; the same sweep fetches it`
          : one.state === "interrupted"
          ? "its program ended before the answer"
          : one.state,
      ]),
    ),
    `  ${counted(open.length, "reservation")}, at most ${sum(open)} in all\n`,
    '\nRelease what the bill does not show: reservations release NUMBER --because "..."; see --help.',
  ].join("");
}

/**
 * Runs the command: lists, or releases and lists what is left.
 *
 * @param args The words after the command; see `RESERVATIONS` and `RELEASE`.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runReservations(
  args: readonly string[],
  around: { readonly say?: (text: string) => void; readonly now?: () => number } = {},
): Promise<void> {
  const { say = (text: string) => console.log(text), now = Date.now } = around;
  const help = helpAsked(args[0] === "release" ? RELEASE : RESERVATIONS, args);
  if (help !== undefined) return say(help);
  const given = reservationsArguments(args), { release } = given;
  const { folder, ledger: place } = recordChoice((await readSettings(given)).record);
  const path = place();
  if (!await hasLedger(path)) {
    throw new RangeError(
      `Cannot look at reservations: there is no ledger in ${
        outsideLine(folder)
      }; committee makes ` +
        "one when a model is first asked",
    );
  }
  const store = openCallStore(path);
  try {
    const ledger = openLedger(store, { now });
    if (release !== undefined) {
      const { numbers, because, costUsd } = release, open = ledger.open();
      const chosen = numbers === "all"
        ? open.filter(({ state }) => state !== "under way").map(({ id }) => id)
        : numbers;
      // All or none: a number that is wrong must not leave half a release behind.
      store.transaction(() => {
        for (const id of chosen) ledger.release(id, because, costUsd);
      });
      const released = open.filter(({ id }) => chosen.includes(id));
      say(
        `${counted(released.length, "reservation")} released, ${sum(released)} in all` +
          (costUsd > 0 ? `; ${usd(costUsd)} settled` : "") + `: ${because}\n`,
      );
    }
    say(reservationsText(ledger.open()));
  } finally {
    store.close();
  }
}

if (import.meta.main) await tellErrors(() => runReservations(Deno.args));
