import { exchangeDay, newYorkInstant, type OpenMarket, type Snapshot } from "../../market/mod.ts";
import type { Settings } from "../../settings.ts";
import type { Day } from "../../units.ts";
import type { CommitteeSurroundings } from "../committee/committee_run.ts";
import type { PollingSettings } from "../committee/committee_settings.ts";
import type { AllSettings } from "../settings/settings_schema.ts";
import type { WeekArguments } from "./week_arguments.ts";
import type { WeekWeb } from "./fetch_stage.ts";
import type { StageInputs, WeekFolder } from "./week_folder.ts";

/** What a test puts in place of keys, network, clock and terminal. */
export interface WeekSurroundings extends Omit<CommitteeSurroundings, "now" | "onQuote"> {
  readonly now?: () => Date;
  /** How `--fetch` reaches the network. */
  readonly web?: WeekWeb;
  /** Asks a person at a terminal; absent where nobody sits there. Nothing is no answer. */
  readonly ask?: (question: string) => string | undefined;
}

/** Everything that the stages of one week share. */
export interface Week {
  readonly given: WeekArguments;
  readonly all: AllSettings;
  readonly settings: Settings;
  /** Whether somebody said by which weights pillars are blended. */
  readonly isWeighted: boolean;
  readonly polling: PollingSettings;
  readonly opened: OpenMarket;
  readonly today: Snapshot;
  readonly folder: WeekFolder;
  readonly now: () => Date;
  readonly say: (text: string) => void;
}

/** Time in New York at which a session is over; on a day that ends early the lab waits as long. */
const SESSION_ENDS = "16:00";

/** Where the prices of a week stand on the exchange's clock; a simulated market has one of its own. */
export function momentOf({ opened, today, now }: Week): {
  readonly day: Day;
  readonly today: Day;
  readonly isOver: boolean;
} {
  const { day } = today;
  if (opened.market.source.kind === "simulated") return { day, today: day, isOver: true };
  const moment = now(), [, time] = newYorkInstant(moment.getTime()).split("T");
  return { day, today: exchangeDay(moment), isOver: time >= SESSION_ENDS };
}

/** The files of the market, as inputs of a stage. */
export function marketInputs({ opened: { files } }: Week): StageInputs {
  return Object.fromEntries(files.map(({ name, sha256 }) => [`market ${name}`, sha256]));
}

/** Whether a stage was made from the same. */
export function isMadeFrom(before: StageInputs, now: StageInputs): boolean {
  const sorted = (inputs: StageInputs) => JSON.stringify(Object.entries(inputs).sort());
  return sorted(before) === sorted(now);
}

/** Whether somebody is asked who may cost: neither rules nor a recording. */
export function asksOthers({ polling: { settings: { analysts, providers } } }: Week): boolean {
  return analysts.some((one) => providers.some(({ name }) => one.startsWith(`${name}/`)));
}
