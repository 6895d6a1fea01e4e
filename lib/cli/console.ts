import { printable } from "../outside_text.ts";

/**
 * The door through which commands print: a file that imports this name prints nothing else. What came
 * from outside – an option's value, a file's name, an answer – may stand in any sentence.
 */
export const console = {
  log(text = ""): void {
    globalThis.console.log(printable(text));
  },
  error(text = ""): void {
    globalThis.console.error(printable(text));
  },
};
