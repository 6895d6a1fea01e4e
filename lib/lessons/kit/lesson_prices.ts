import { DataError } from "../../errors.ts";
import { quotedValue } from "../../outside_text.ts";
import { listed } from "../../words.ts";
import { type Market, openMarket, type PriceWarning } from "../../market/mod.ts";

/** What may stand beside a price file: a folder of evidence, "" for none, and a lag. */
export interface LessonFiles {
  readonly evidence?: string;
  readonly knownAfter?: number;
}

/** Refuses files beside a market that is made of none. */
export function refuseFiles(data: string, { evidence = "", knownAfter }: LessonFiles): void {
  const meant = [
    ...(evidence === "" ? [] : ["evidence"]),
    ...(knownAfter === undefined ? [] : ["knownAfter"]),
  ];
  if (meant.length === 0) return;
  throw new TypeError(
    `Cannot use ${listed(meant)} with ${
      quotedValue(data)
    }: it is about what stands beside a price file`,
  );
}

/**
 * The prices that a lesson's one choice of data names by a path, with the evidence beside them.
 *
 * @param files See `LessonFiles`.
 * @throws {DataError} If the file cannot be used; where there is none it names the folder that was
 *   searched, the one the lesson lies in, and what else the choice may be.
 */
export async function lessonPrices(
  data: string,
  files: LessonFiles = {},
): Promise<{ readonly market: Market; readonly warnings: readonly PriceWarning[] }> {
  const { evidence = "", knownAfter } = files;
  return await withChoices(
    data,
    () =>
      openMarket({
        kind: "prices",
        prices: [data],
        ...(evidence === "" ? {} : { evidence }),
        knownAfterDays: knownAfter,
      }),
  );
}

/** What reads a file by a lesson's choice; where there is none, the error says what the choice may be. */
export async function withChoices<Read>(data: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof DataError) || !/there is no (?:such file|folder)/.test(cause.message)) {
      throw cause;
    }
    throw new DataError(
      `${cause.message}; the choices are "simulated", "industries", or the path of a price file`,
      { where: data, cause },
    );
  }
}
