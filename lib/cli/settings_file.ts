import { basename } from "node:path";
import { DataError } from "../errors.ts";
import { readJson } from "./read_json.ts";

/** Fields of a settings file by the command that reads them. */
export const SETTINGS_FIELDS = {
  rebalance: ["pillars", "accountUsd", "mandate", "relax", "confidence", "trading", "betas"],
  committee: ["providers", "analysts", "masked", "fenceSeed", "cutoffs", "spending"],
  sweep: ["sweep"],
} as const;

/** What a settings file holds for one command, and the file's name for messages. */
export interface OwnSettings {
  readonly where: string;
  readonly own: Readonly<Record<string, unknown>>;
}

/**
 * What a settings file holds for a command: all of it but the fields that others read, so that a field of
 * nobody is still refused by whoever checks them.
 *
 * @param path Absent where no file is named: then there are no settings.
 * @throws {DataError} If it cannot be read, or holds no object.
 */
export async function ownSettings(
  path: string | undefined,
  of: keyof typeof SETTINGS_FIELDS,
): Promise<OwnSettings> {
  if (path === undefined) return { where: "settings", own: {} };
  const all = await readJson(path), where = basename(path);
  if (typeof all !== "object" || all === null || Array.isArray(all)) {
    throw new DataError(`Cannot read ${where}: need an object in braces`, { where });
  }
  const others = new Set<string>(
    Object.entries(SETTINGS_FIELDS).flatMap(([command, fields]) => command === of ? [] : fields),
  );
  const own = Object.fromEntries(Object.entries(all).filter(([field]) => !others.has(field)));
  return { where, own };
}
