/** One step of the tests: a command, and how its tests are counted. */
export interface Step {
  readonly name: string;
  /** Arguments for Deno. */
  readonly args: readonly string[];
  /** `one`: the command is one test. `each`: `deno test`, whose own tests are counted. */
  readonly counts: "one" | "each";
  /** Left out of `deno task ok`. */
  readonly slow?: boolean;
}

/** Folders whose tests start Jupyter or a browser: each is a step of its own, after the quick ones. */
const STARTS_PROGRAMS = ["tests/kernel", "tests/notebooks", "tests/lab", "tests/browser"];

const DENO_TEST = ["test", "-A", "--no-prompt"];

/** Every step of `deno task test`, in order: what fails fastest comes first. */
export const STEPS: readonly Step[] = [
  { name: "format", args: ["fmt", "--check"], counts: "one" },
  { name: "lint", args: ["lint"], counts: "one" },
  { name: "types of lib", args: ["check", "lib"], counts: "one" },
  { name: "types of tests", args: ["check", "tests"], counts: "one" },
  { name: "types of examples", args: ["check", "notebooks/examples"], counts: "one" },
  {
    name: "unit and law tests",
    args: [...DENO_TEST, "--parallel", `--ignore=${STARTS_PROGRAMS.join(",")}`, "tests"],
    counts: "each",
  },
  {
    name: "documentation examples",
    args: [...DENO_TEST, "--parallel", "--doc", "lib", "README.md"],
    counts: "each",
  },
  {
    name: "kernel conformance",
    args: [...DENO_TEST, "tests/kernel"],
    counts: "each",
    slow: true,
  },
  { name: "lessons", args: [...DENO_TEST, "tests/notebooks"], counts: "each", slow: true },
  {
    name: "the lab opens and stops",
    args: [...DENO_TEST, "tests/lab"],
    counts: "each",
    slow: true,
  },
  { name: "browser", args: [...DENO_TEST, "tests/browser"], counts: "each", slow: true },
];
