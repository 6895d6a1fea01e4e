import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";

export const lab = await ensureLab();

/** Where Deno keeps its caches; given by name, so that an empty home does not fetch them again. */
const denoDir: string = JSON.parse(
  new TextDecoder().decode(
    (await new Deno.Command(lab.paths.deno, { args: ["info", "--json"] }).output()).stdout,
  ),
).denoDir;

/** `deno task lab` as a process of its own, with what it has printed so far. */
export class LabProcess {
  readonly child: Deno.ChildProcess;
  text = "";
  #done: Promise<void>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = new Deno.Command(lab.paths.deno, {
      args: ["run", "-A", "lib/cli/lab.ts", ...args],
      cwd: lab.paths.root,
      env: { DENO_DIR: denoDir, NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const read = async (stream: ReadableStream<Uint8Array>) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream() as never)) {
        this.text += text;
      }
    };
    this.#done = Promise.all([read(this.child.stdout), read(this.child.stderr)]).then(() => {});
  }

  /** Waits until the address is printed and gives it. */
  async url(timeoutMs = 60_000): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(this.text);
      if (found) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`No address was printed:\n${this.text}`);
  }

  /** Waits for the end; gives the exit code. */
  async end(): Promise<number> {
    const { code } = await this.child.status;
    await this.#done;
    return code;
  }
}

/** Process ids of everything that a process started, and they in turn (Linux only). */
export function descendants(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(entry.name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${entry.name}/stat`);
      // The name in brackets may hold blanks; the parent is the second field after it.
      parents.set(Number(entry.name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has just ended.
    }
  }
  const found: number[] = [];
  const look = (of: number) => {
    for (const [child, parent] of parents) {
      if (parent !== of) continue;
      found.push(child);
      look(child);
    }
  };
  look(pid);
  return found;
}

/** Whether a process is a Deno kernel (Linux only). */
export function isKernel(pid: number): boolean {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes("\0jupyter\0--kernel");
  } catch {
    return false;
  }
}

/** Waits until none of these processes is there any more; gives those that stay. */
export async function ended(
  pids: readonly number[],
  timeoutMs = 10_000,
): Promise<readonly number[]> {
  const deadline = Date.now() + timeoutMs;
  while (true) {
    const alive = pids.filter((pid) => {
      try {
        // A zombie is gone but for its exit code.
        const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
        return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
      } catch {
        return false;
      }
    });
    if (alive.length === 0 || Date.now() > deadline) return alive;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
