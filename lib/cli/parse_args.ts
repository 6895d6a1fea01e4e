import { parseArgs as parseWords } from "node:util";

/** `parseArgs` of `node:util`, whose error over an unknown option says where the known ones are listed. */
export const parseArgs: typeof parseWords = (config) => {
  try {
    return parseWords(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const unknown = /^Unknown option '([^']*)'/.exec(error.message);
    if (unknown === null) throw error;
    const told = new TypeError(`Unknown option '${unknown[1]}'; --help lists the known ones`, {
      cause: error,
    });
    // The code by which a command knows that this is told in one sentence.
    throw Object.assign(told, { code: (error as { code?: unknown }).code });
  }
};
