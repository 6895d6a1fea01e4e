import { checkList, shown } from "../arguments.ts";
import { isSector, SECTORS } from "../market/mod.ts";

const action = "Cannot fit a book";

/**
 * Refuses a list that holds anything but sectors, whether they are listed on the day or not: an
 * unknown name would leave its sector open to what it was to be kept from.
 *
 * @param field What the list is called.
 * @param others A further name that may stand there.
 * @param of What cannot be done; to fit a book, by default.
 */
export function checkNames(
  field: string,
  names: unknown,
  others?: string,
  of: string = action,
): void {
  checkList(of, field, names, "sectors");
  for (const name of names) {
    if (typeof name === "string" && (isSector(name) || name === others)) continue;
    throw new RangeError(
      `${of}: ${field} holds ${shown(name)}, which is no sector; the sectors are ` +
        SECTORS.join(" ") + (others === undefined ? "" : `, and ${others}`),
    );
  }
}
