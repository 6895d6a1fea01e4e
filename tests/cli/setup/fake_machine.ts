import { join } from "node:path";
import { ensureLab, type Lab } from "../../../lib/cli/setup/ensure_lab.ts";

/** How a stub Python behaves. */
export interface FakePython {
  readonly version?: readonly [number, number];
  /** Modules that its venv would need and that it has not. */
  readonly missing?: readonly string[];
  /** It ends with this code whatever it is asked, like a shim without a Python behind it. */
  readonly broken?: number;
  /** What it says where its pip cannot work on another environment. */
  readonly oldPip?: string;
}

/** What a stub tool says when it fails; taken from the real tools. */
export interface Failure {
  /** `get-uv`: pip, asked for uv. `uv`: uv, asked for the packages. */
  readonly tool: "venv" | "ensurepip" | "get-uv" | "uv" | "pip" | "install";
  readonly text: string;
}

/**
 * A machine of shell scripts: a clone with nothing set up, and a PATH on which only the programs
 * stand that a test puts there. No network and no real Python is needed.
 */
export class FakeMachine {
  readonly root: string;
  readonly bin: string;
  readonly #folder: string;
  written = "";

  constructor() {
    this.#folder = Deno.makeTempDirSync();
    this.root = join(this.#folder, "clone");
    this.bin = join(this.#folder, "bin");
    Deno.mkdirSync(join(this.root, ".lab"), { recursive: true });
    Deno.mkdirSync(this.bin);
    Deno.writeTextFileSync(join(this.root, ".lab", "requirements.txt"), "jupyterlab==4.6.6\n");
    Deno.writeTextFileSync(join(this.root, "deno.lock"), "{}\n");
  }

  /** A Deno that answers everything, so that nothing is asked of a registry. */
  get deno(): string {
    return this.#denoFile();
  }

  get env(): Record<string, string> {
    return { PATH: this.bin, HOME: this.#folder };
  }

  /** Puts a Python on the PATH. */
  python(
    name = "python3",
    { version = [3, 12], missing = [], broken, oldPip }: FakePython = {},
  ): this {
    const probe = JSON.stringify({ version, missing, executable: join(this.bin, name) });
    this.#script(
      name,
      broken !== undefined ? `exit ${broken}` : `
case "$1" in -3*) shift ;; esac
case "$1 $2" in
  "-c "*) echo '${probe}' ;;
  "-m venv") ${this.#failing("venv")} mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  "-m ensurepip") ${this.#failing("ensurepip")} ;;
  "-m pip")
    into="$(dirname "$0")"
    if [ "$3" = --python ]; then
      into="$(dirname "$4")"
      ${oldPip === undefined ? "" : `echo '${oldPip}' >&2; exit 2`}
    fi
    case "$*" in
      *" index "*) ${this.#failing("pip")} ;;
      *uv.txt) ${this.#failing("get-uv")} cp "${this.#uvStub()}" "$into/uv" ;;
      *) ${this.#failing("pip")} ${this.#denoStub("$into/deno")} ;;
    esac ;;
esac`,
    );
    return this;
  }

  /** Puts uv on the PATH. */
  uv({ broken }: { broken?: number } = {}): this {
    this.#script(
      "uv",
      broken !== undefined ? `exit ${broken}` : `exec "${this.#uvStub()}" "$@"`,
    );
    return this;
  }

  /** From now on these tools fail with their text; none mends them all. */
  fail(...failures: readonly Failure[]): this {
    for (const tool of ["venv", "ensurepip", "get-uv", "uv", "pip", "install"]) {
      try {
        Deno.removeSync(join(this.#folder, `${tool}-fails`));
      } catch {
        // It did not fail before.
      }
    }
    for (const { tool, text } of failures) {
      Deno.writeTextFileSync(join(this.#folder, `${tool}-fails`), text);
    }
    return this;
  }

  /** uv takes this long, for tests that interrupt it. */
  slow(seconds: number): this {
    Deno.writeTextFileSync(join(this.#folder, "slow"), String(seconds));
    return this;
  }

  /** What the tools were asked to do, one word per call. */
  calls(): readonly string[] {
    try {
      return Deno.readTextFileSync(join(this.#folder, "calls")).trim().split("\n");
    } catch {
      return [];
    }
  }

  async setUp(): Promise<Lab> {
    this.written = "";
    return await ensureLab({
      root: this.root,
      env: this.env,
      write: (text) => this.written += text,
    });
  }

  /** The message of the error that set-up ends with. */
  async refusal(): Promise<string> {
    try {
      await this.setUp();
    } catch (error) {
      if (error instanceof Error && error.name === "SetupError") return error.message;
      throw error;
    }
    throw new Error("set-up went through");
  }

  remove(): void {
    Deno.removeSync(this.#folder, { recursive: true });
  }

  #failing(tool: Failure["tool"]): string {
    const text = join(this.#folder, `${tool}-fails`);
    return `echo ${tool} >> "${this.#folder}/calls"
    [ -f "${text}" ] && { cat "${text}" >&2; exit 1; }
    [ ${tool} = uv ] && [ -f "${this.#folder}/slow" ] && sleep "$(cat "${this.#folder}/slow")"
    `;
  }

  #denoStub(path: string): string {
    return `cp "${this.#denoFile()}" "${path}"`;
  }

  #denoFile(): string {
    const stub = join(this.#folder, "deno-stub");
    Deno.writeTextFileSync(
      stub,
      `#!/bin/sh
PATH=/usr/bin:/bin
case "$1 $3" in
  "run "*bundle_panels.ts)
    mkdir -p .lab/state/panels
    echo '{"sources":{},"scripts":{}}' > .lab/state/panels/bundles.json
    exit 0 ;;
esac
case "$1" in
  --version) echo "deno 2.8.1 (stub)" ;;
  install) ${this.#failing("install")} ;;
  *) echo "stub deno was asked: $@" ;;
esac
exit 0
`,
      { mode: 0o755 },
    );
    return stub;
  }

  /** The program that stands for uv, wherever it is put. */
  #uvStub(): string {
    const stub = join(this.#folder, "uv-stub");
    Deno.writeTextFileSync(
      stub,
      `#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  --version) echo "uv 0.13.9" ;;
  venv) ${this.#failing("venv")} for last in "$@"; do :; done; mkdir -p "$last/bin"
    echo "#!/bin/sh" > "$last/bin/python" ;;
  pip) ${this.#failing("uv")} ${this.#denoStub('$(dirname "$4")/deno')} ;;
esac
exit 0
`,
      { mode: 0o755 },
    );
    return stub;
  }

  #script(name: string, body: string): void {
    Deno.writeTextFileSync(
      join(this.bin, name),
      `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\nexit 0\n`,
      { mode: 0o755 },
    );
  }
}

/** A test on a fake machine; its scripts need a shell, so not on Windows. */
export function testOnMachine(name: string, body: (machine: FakeMachine) => Promise<void>): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      const machine = new FakeMachine();
      try {
        await body(machine);
      } finally {
        machine.remove();
      }
    },
  });
}
