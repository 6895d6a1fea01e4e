import { BACKTEST } from "../backtest/backtest_arguments.ts";
import { COMMITTEE } from "../committee/committee_arguments.ts";
import { MONITOR } from "../monitor/monitor_arguments.ts";
import { type Command, command, subcommandOf } from "../options/command.ts";
import { flag, type OptionTable } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { SETTINGS } from "../options/run_options.ts";
import { REBALANCE } from "../rebalance/rebalance_arguments.ts";
import { type Override, OVERRIDES, type SaidOptions, SWEEP_OVERRIDES } from "./overrides.ts";
import { SWEEP } from "../sweep/sweep_options.ts";
import { WEEK } from "../week/week_arguments.ts";

/** What a command uses that asks a committee and makes a book of its word. */
const DECIDING = [
  ...["pillars", "accountUsd", "mandate", "relax", "confidence", "trading", "betas"],
  ...["providers", "analysts", "masked", "fenceSeed", "cutoffs", "spending"],
  ...["evidence", "record"],
];

/** Commands that take a settings file, and the fields and blocks that each uses. */
export const SETTINGS_OF = {
  rebalance: { is: REBALANCE, uses: DECIDING },
  monitor: {
    is: MONITOR,
    uses: ["accountUsd", "mandate", "trading", "betas", "evidence", "monitor"],
  },
  week: { is: WEEK, uses: [...DECIDING, "week", "execution"] },
  committee: {
    is: COMMITTEE,
    uses: [
      ...["pillars", "providers", "analysts", "masked", "fenceSeed", "cutoffs", "spending"],
      ...["evidence", "record"],
    ],
  },
  backtest: {
    is: BACKTEST,
    uses: [
      ...["pillars", "accountUsd", "mandate", "confidence", "trading", "betas"],
      ...["evidence", "record"],
    ],
  },
  sweep: { is: SWEEP, uses: ["evidence", "record", "sweep"] },
} as const satisfies Readonly<
  Record<string, { readonly is: Command<OptionTable>; readonly uses: readonly string[] }>
>;

/** A command that takes a settings file. */
export type SettingsCommand = keyof typeof SETTINGS_OF;
export const SETTINGS_COMMANDS = Object.keys(SETTINGS_OF) as readonly SettingsCommand[];

/** Which options of a command go before which fields. */
export function overridesOf(name: SettingsCommand): readonly Override[] {
  const outside = ["evidence", "record"];
  const table = name !== "sweep" ? OVERRIDES : [
    ...SWEEP_OVERRIDES,
    ...OVERRIDES.filter(({ setting }) => outside.includes(setting.split(".")[0])),
  ];
  return table.filter(({ option }) => Object.hasOwn(SETTINGS_OF[name].is.options, option));
}

const JSON_FLAG = { json: flag({ help: "the settings as JSON, for programs" }) };

/** Every option that goes before a field outside of the block of a sweep, as its command takes it. */
const OVERRIDING = Object.fromEntries(
  (["rebalance", "week", "committee", "backtest"] as const).flatMap((name) => {
    const { options } = SETTINGS_OF[name].is as Command<OptionTable>;
    return overridesOf(name).map(({ option }) => {
      const { help, value, isMany, read } = options[option];
      return [option, { help, value, isMany, read }] as const;
    });
  }),
);

/** The command `settings`. */
export const SETTINGS_COMMAND = command({
  name: "settings",
  about:
    "The settings in effect: each with its value as a settings file writes it, and where it comes " +
    "from: a default, the file, an option, or a variable of the environment. Of a key it says whether it " +
    "is set, never what it is.",
  subcommands: Object.fromEntries(
    SETTINGS_COMMANDS.map((
      name,
    ) => [name, `those of ${name}, with the options of ${name} behind it`]),
  ),
  options: { ...SETTINGS, ...JSON_FLAG, ...OVERRIDING } as typeof SETTINGS & typeof JSON_FLAG,
  notes:
    "An option goes before the file, and the file before a default. To see what a command would use, " +
    'put "settings" before its name: deno task settings rebalance --mandate cautious.',
});

/** The command whose help a command line asks for: `settings`, or one with it before its name. */
export function settingsCommand(args: readonly string[]): Command<OptionTable> {
  const { name } = subcommandOf(args, SETTINGS_COMMANDS);
  if (name === undefined) return SETTINGS_COMMAND;
  const { options } = SETTINGS_OF[name].is as Command<OptionTable>;
  return {
    name: `settings ${name}`,
    about: `The settings that ${name} would use with these options.`,
    options: { ...options, ...JSON_FLAG },
  };
}

/** What the command line of `settings` asks for. */
export interface SettingsArguments {
  /** The command whose settings are asked for; all settings where absent. */
  readonly of?: SettingsCommand;
  readonly json: boolean;
  readonly given: SaidOptions & { readonly settings?: string };
  /** The words behind the command's name, without `--json`. */
  readonly rest: readonly string[];
}

/**
 * The command line of `settings` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 *
 * @example
 * ```ts
 * import { settingsArguments } from "./settings_arguments.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(settingsArguments(["rebalance", "--mandate", "cautious", "--json"]).of, "rebalance");
 * ```
 */
export function settingsArguments(args: readonly string[]): SettingsArguments {
  const { name: of, rest: behind } = subcommandOf(args, SETTINGS_COMMANDS);
  if (of === undefined) {
    const given = readOptions(SETTINGS_COMMAND, args);
    return { json: given.json, given, rest: [] };
  }
  const rest = behind.filter((word) => word !== "--json"), json = rest.length < behind.length;
  const { is } = SETTINGS_OF[of];
  return { of, json, given: readOptions(is as Command<typeof SETTINGS>, rest), rest };
}
