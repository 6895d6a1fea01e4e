/**
 * `deno task settings`: the settings in effect, and where each comes from.
 *
 * @module
 */
import { basename } from "node:path";
import type { ReadVariable } from "../providers/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { sweepConfig, type SweepConfigInput } from "../sweep/mod.ts";
import { console } from "./console.ts";
import { helpAsked } from "./options/help_text.ts";
import { overlayOf, OVERRIDES, withOverlay } from "./settings/overrides.ts";
import { checkSettings, settingsFile } from "./settings/read_settings.ts";
import { type Origins, type SettingRow, settingRows } from "./settings/setting_rows.ts";
import { settingsSchema, withKind } from "./settings/settings_schema.ts";
import {
  overridesOf,
  SETTINGS_OF,
  type SettingsArguments,
  settingsArguments,
  settingsCommand,
} from "./settings/settings_arguments.ts";
import { sweepArguments } from "./sweep/sweep_arguments.ts";
import { sweepSettings } from "./sweep/sweep_settings.ts";
import { tellErrors } from "./tell_errors.ts";
import { textTable } from "./text_table.ts";

/** What is in effect where neither file nor option says it, and the schema knows none. */
const WITHOUT_DEFAULT = { evidence: { folder: null, knownAfterDays: null }, record: ".lab/record" };

type Fields = Readonly<Record<string, unknown>>;

/** Complete settings and where they come from. */
async function inEffect(
  { of, given, rest }: SettingsArguments,
  readVariable: ReadVariable | undefined,
): Promise<{ readonly settings: Fields; readonly origins: Origins }> {
  const variables = readVariable ? { readVariable } : {};
  if (of === "sweep") {
    const { config, file, laid } = await sweepSettings(sweepArguments(rest));
    const overlay = overlayOf(given, overridesOf("sweep"));
    return {
      settings: { ...checkSettings({ where: file.where, holds: laid }), sweep: config },
      origins: { ...file, laid, overlay, ...variables },
    };
  }
  const file = await settingsFile(given.settings);
  const overlay = overlayOf(given, of === undefined ? OVERRIDES : overridesOf(of));
  const laid = withOverlay(file.holds, overlay);
  const settings = checkSettings({ where: file.where, holds: laid });
  return {
    settings: { ...settings, sweep: completed(laid.sweep) },
    origins: { ...file, laid, overlay, ...variables },
  };
}

/** The block of a sweep with its defaults; as it stands where its own command line must still say more. */
function completed(block: unknown): unknown {
  try {
    return sweepConfig(withKind(block) as SweepConfigInput);
  } catch {
    return block;
  }
}

/** In the order of the schema, what a command does not use left out. */
function ordered(settings: Fields, of: SettingsArguments["of"]): Fields {
  const uses: readonly string[] | undefined = of === undefined ? undefined : SETTINGS_OF[of].uses;
  const fields = Object.keys(settingsSchema.shape).filter((name) => uses?.includes(name) ?? true);
  return Object.fromEntries(fields.map((name) => {
    const preset = (WITHOUT_DEFAULT as Fields)[name], value = settings[name];
    return [
      name,
      typeof preset === "object" ? { ...preset, ...(value as object) } : value ?? preset,
    ];
  }));
}

/** A value as a settings file writes it, in a cell. */
function cell(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.length === 0) return "none";
  return value.every((one) => typeof one !== "object") ? value.join(", ") : JSON.stringify(value);
}

/** The rows as a table, and what they rest on. */
function settingsText(rows: readonly SettingRow[], { of, given }: SettingsArguments): string {
  const table = textTable(
    [{ heading: "setting" }, { heading: "value" }, { heading: "from" }],
    rows.map(({ setting, value, from, by }) => [
      setting,
      cell(value),
      by === undefined ? from : `${from} ${by}`,
    ]),
  );
  const file = given.settings;
  return `Settings in effect${of === undefined ? "" : ` for ${of}`}\n\n${table}\n` +
    (file === undefined
      ? "No settings file is named; --settings FILE names one."
      : `Settings file: ${outsideLine(file)}`);
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `settingsCommand`.
 * @param around.readVariable Environment, then `.env`, by default.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runSettings(
  args: readonly string[],
  around: { readonly readVariable?: ReadVariable } = {},
): Promise<void> {
  const help = helpAsked(settingsCommand(args), args);
  if (help !== undefined) return console.log(help);
  const given = settingsArguments(args);
  const { settings, origins } = await inEffect(given, around.readVariable);
  const rows = settingRows(ordered(settings, given.of), origins);
  if (!given.json) return console.log(settingsText(rows, given));
  const file = given.given.settings;
  console.log(JSON.stringify(
    {
      format: "sector-committee-lab/settings/1",
      ...(given.of === undefined ? {} : { command: given.of }),
      file: file === undefined ? null : basename(file),
      settings: rows,
    },
    null,
    1,
  ));
}

if (import.meta.main) await tellErrors(() => runSettings(Deno.args));
