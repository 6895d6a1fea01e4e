import { DataError } from "../../errors.ts";
import { type PriceFilesMarket, type PriceMarketOptions, readPrices } from "../../market/mod.ts";

/**
 * The prices that a lesson's one choice of data names by a path.
 *
 * @throws {DataError} If the file cannot be used; where there is none it names the folder that was
 *   searched, the one the lesson lies in, and what else the choice may be.
 */
export async function lessonPrices(
  data: string,
  options: PriceMarketOptions = {},
): Promise<PriceFilesMarket> {
  return await withChoices(data, () => readPrices(data, options));
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
