import { option } from "./option.ts";
import { file } from "./readers.ts";

/** All settings in one file, of which each command reads its own. */
export const SETTINGS = {
  settings: option(file, {
    value: "FILE",
    help: "all settings as JSON, of which each command reads its own: mandate, costs and rules; " +
      "providers, models and spending; and the block sweep",
  }),
};
