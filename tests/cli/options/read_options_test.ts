import { deepEqual, equal, match, throws } from "node:assert/strict";
import { isTold } from "../../../lib/cli/is_told.ts";
import { command, subcommandOf } from "../../../lib/cli/options/command.ts";
import { flag, many, option } from "../../../lib/cli/options/option.ts";
import { readOptions } from "../../../lib/cli/options/read_options.ts";
import { day, number, seed, whole } from "../../../lib/cli/options/readers.ts";

const MADE = command({
  name: "make",
  options: {
    seed: option(seed, { value: "N", help: "world", preset: "7" }),
    "as-of": option(day, { value: "DAY", help: "day" }),
    file: many((text) => text, { value: "FILE", help: "files" }),
    plain: flag({ help: "as it is", needs: ["file", "it is about files"] }),
    cost: option(number(-5, 5), { value: "X", help: "cost", notWith: { seed: "need one" } }),
  },
  former: { rule: (value) => `--book ${value}`, list: "make list" },
});

Deno.test("readOptions() gives each value under its option's name and in its reader's type", () => {
  const { seed, asOf, file, plain, cost, said } = readOptions(MADE, [
    ...["--as-of", "2024-03-08", "--file", "a", "--file=b", "--plain"],
  ]);
  // What TypeScript infers from the table.
  const typed: readonly [number, string | undefined, readonly string[], boolean] = [
    seed,
    asOf,
    file,
    plain,
  ];
  deepEqual(typed, [7, "2024-03-08", ["a", "b"], true]);
  equal(cost, undefined);
  deepEqual([...said].sort(), ["as-of", "file", "plain"]);
});

Deno.test("readOptions() takes the last of an option that is given once, and a value with a dash behind =", () => {
  equal(readOptions(MADE, ["--seed", "1", "--seed", "2"]).seed, 2);
  equal(readOptions(MADE, ["--cost=-3"]).cost, -3);
});

Deno.test("readOptions() explains every other mistake in one sentence, told without a stack", () => {
  for (
    const [args, message] of [
      [["--sede", "3"], /^Unknown option --sede; did you mean --seed\?$/],
      [["--helq"], /^Unknown option --helq; did you mean --help\?$/],
      [
        ["--colour"],
        /^Unknown option --colour; the options are --seed, --as-of, --file, --plain, --cost, --help$/,
      ],
      [["-x"], /^Unknown option -x; the options are /],
      [["-seed", "3"], /^Unknown option -seed; did you mean --seed\?$/],
      [["--help=yes"], /^Cannot read --help: it takes no value$/],
      [["--rule", "tilt"], /^Cannot use --rule: say --book tilt$/],
      [["--rule=tilt"], /^Cannot use --rule: say --book tilt$/],
      [["--list"], /^Cannot use --list: say make list$/],
      [["--seed"], /^Cannot read --seed: need a value, as --seed N$/],
      [
        ["--seed", "--plain"],
        /^Cannot read --seed: need a value, as --seed N; one that begins with a/,
      ],
      [["--plain=yes"], /^Cannot read --plain: it takes no value$/],
      [["--plain"], /^Cannot use --plain without --file: it is about files$/],
      [["--cost", "1", "--seed", "2"], /^Cannot use --cost with --seed: need one$/],
      [["7"], /^Cannot read "7" behind make: it takes options alone; see --help$/],
      [["--seed", ""], /^Cannot read --seed: need a whole number from 0 to 2,147,483,647, got ""$/],
    ] as const
  ) {
    throws(() => readOptions(MADE, args), (error: Error) => {
      match(error.message, message);
      return isTold(error);
    });
  }
});

Deno.test("a value without a name is read once, and a subcommand is told from its slips", () => {
  const release = command({
    name: "bills release",
    word: option(whole(1, 9), { value: "N", help: "which" }),
    options: {},
  });
  equal(readOptions(release, ["3"]).word, 3);
  throws(
    () => readOptions(release, ["30"]),
    /^RangeError: Cannot read N: need a whole number from 1/,
  );
  throws(
    () => readOptions(release, ["3", "4"]),
    /Cannot read "4" behind bills release: it takes one N/,
  );
  const bills = command({ name: "bills", options: {}, subcommands: { release: "settle" } });
  deepEqual(subcommandOf(["release", "3"], ["release"]), { name: "release", rest: ["3"] });
  // A value of an option may be called as a subcommand.
  deepEqual(subcommandOf(["--because", "release"], ["release"]), {
    rest: ["--because", "release"],
  });
  throws(
    () => readOptions(bills, ["--", "release", "3"]),
    /^TypeError: Cannot read "release" behind bills: say it first, as bills release; see --help$/,
  );
  throws(() => readOptions(bills, ["relase"]), /did you mean release\?/);
  throws(() => readOptions(bills, ["pay"]), /its subcommands are release; see --help/);
});
