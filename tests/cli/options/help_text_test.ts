import { equal, match, ok } from "node:assert/strict";
import { command } from "../../../lib/cli/options/command.ts";
import { helpAsked, helpText } from "../../../lib/cli/options/help_text.ts";
import { flag, grouped, many, option } from "../../../lib/cli/options/option.ts";
import { seed } from "../../../lib/cli/options/readers.ts";

const MADE = command({
  name: "make",
  about: "Makes something.",
  subcommands: { list: "what was made" },
  options: {
    ...grouped("Data", {
      seed: option(seed, { value: "N", help: "world", preset: "7" }),
      "a-name-that-is-far-too-long": flag({ help: "its text stands below" }),
    }),
    ...grouped("Result", {
      file: many((text) => text, { value: "FILE", help: `one ${"word ".repeat(25).trim()}` }),
    }),
  },
  notes: "First.\n\nSecond.",
});

Deno.test("helpText() has a line for each option under its heading, with its default, in one layout", () => {
  equal(
    helpText(MADE),
    `Usage: deno task make [options]
       deno task make list --help

Makes something.

  list         what was made

Data
  --seed N     world (default 7)
  --a-name-that-is-far-too-long
               its text stands below
Result
  --file FILE  one word word word word word word word word word word word word word word word word
               word word word word word word word word word (may be given several times)

  --help       this text

First.

Second.
`,
  );
  ok(helpText(MADE).split("\n").every(({ length }) => length <= 100));
});

Deno.test("helpAsked() shows it for --help and -h, whatever else is said", () => {
  for (const args of [["--help"], ["-h"], ["--sede", "--help"]]) {
    match(helpAsked(MADE, args)!, /^Usage/);
  }
  equal(helpAsked(MADE, ["--seed", "3"]), undefined);
});
