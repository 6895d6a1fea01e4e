import {
  environmentReader,
  KINDS,
  type ProviderEntry,
  type ReadVariable,
} from "../../providers/mod.ts";
import type { Override } from "./overrides.ts";

/** One setting in effect. */
export interface SettingRow {
  /** The field, with the blocks around it, a provider by its name: `spending.capsUsd.sweep`. */
  readonly setting: string;
  /** As a settings file writes it; null where there is none. */
  readonly value: unknown;
  /** Who says so. */
  readonly from: "default" | "file" | "option" | "environment";
  /** The file's name, the option, or the variable. */
  readonly by?: string;
}

/** Where settings come from. */
export interface Origins {
  readonly where: string;
  /** What the file holds. */
  readonly holds: Fields;
  /** The same with the command line on top of it. */
  readonly laid: Fields;
  /** Rows of the table of overrides whose options were given. */
  readonly overlay: readonly Override[];
  /** Environment, then `.env`, by default. */
  readonly readVariable?: ReadVariable;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether a file says something at a place: the field itself, a name in the place of its block, or
 * the mandate that a mandate changes.
 */
function says(holds: unknown, [name, ...inner]: readonly string[], isMandate = false): boolean {
  if (name === undefined || !isFields(holds)) return holds !== undefined;
  if (Object.hasOwn(holds, name)) return says(holds[name], inner, name === "mandate");
  return isMandate && Object.hasOwn(holds, "from");
}

const covers = (one: string, other: string) => one === other || other.startsWith(`${one}.`);

/** Who set a field; of several options those that are nearest to it. */
function originOf(setting: string, from: Origins): Pick<SettingRow, "from" | "by"> {
  const path = setting.split(".");
  const options = from.overlay.filter((one) =>
    covers(one.setting, setting) || covers(setting, one.setting)
  );
  if (options.length > 0) {
    const most = Math.max(...options.map((one) => one.setting.length));
    const nearest = options.filter((one) => one.setting.length === most);
    return { from: "option", by: nearest.map(({ option }) => `--${option}`).join(", ") };
  }
  // Where an option asks for another kind of data, what the file says of its own kind counts no more.
  return says(from.laid, path) && says(from.holds, path)
    ? { from: "file", by: from.where }
    : { from: "default" };
}

function rowsOf(setting: string, value: unknown, from: Origins): readonly SettingRow[] {
  if (isFields(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : rowsOf(`${setting}.${name}`, inner, from)
    );
  }
  const isNone = value === undefined || (isFields(value) && Object.keys(value).length === 0);
  return [{ setting, value: isNone ? null : value, ...originOf(setting, from) }];
}

/** An address without what may be a password or a key in it. */
function shownAddress(text: string): string {
  try {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname}`;
  } catch {
    return "no address";
  }
}

/** A provider: where it is and whether there is a key, then what the file says of it. */
function providerRows(entry: ProviderEntry, from: Origins): readonly SettingRow[] {
  const { readVariable = environmentReader() } = from;
  const { name, baseUrl, baseUrlVariable, keyVariable, ...rest } = entry;
  const kind = KINDS[entry.kind], under = `providers.${name}`;
  const file = { from: "file", by: from.where } as const;
  const key = keyVariable ?? kind.keyVariable, place = baseUrlVariable ?? kind.baseUrlVariable;
  const set = place === undefined ? undefined : readVariable(place);
  const address = baseUrl !== undefined
    ? { value: shownAddress(baseUrl), ...file }
    : set !== undefined
    ? { value: shownAddress(set), from: "environment", by: place } as const
    : { value: kind.baseUrl, from: "default" } as const;
  return [
    { setting: `${under}.key`, ...keyOf(key, readVariable) },
    { setting: `${under}.baseUrl`, ...address },
    ...Object.entries(rest).filter(([, value]) => value !== undefined)
      .flatMap(([field, value]) => rowsOf(`${under}.${field}`, value, from))
      .map((row) => ({ ...row, ...file })),
  ];
}

/** Whether there is a key; never the key. */
function keyOf(variable: string | undefined, read: ReadVariable): Omit<SettingRow, "setting"> {
  if (variable === undefined) return { value: "none needed", from: "default" };
  const value = read(variable) === undefined ? "not set" : "set";
  return { value, from: "environment", by: variable };
}

/**
 * Settings in effect, a row a field, in the order of the schema: what each is and who says so.
 *
 * @param settings Complete settings, by block.
 */
export function settingRows(settings: Fields, from: Origins): readonly SettingRow[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (name !== "providers") return rowsOf(name, value, from);
    const providers = value as readonly ProviderEntry[];
    return providers.length === 0
      ? rowsOf(name, value, from)
      : providers.flatMap((entry) => providerRows(entry, from));
  });
}
