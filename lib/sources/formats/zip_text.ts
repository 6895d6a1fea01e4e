import { SourceError } from "../fetch/source_error.ts";

const END = 0x06054b50, ENTRY = 0x02014b50;
/** Largest text that is unpacked, bytes; the largest known has a fiftieth of it. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The text of the one file of a name's kind in a zip, read by the list at its end.
 *
 * @param name What its name ends in, such as `.csv`, small letters.
 * @param address Where the zip is from, for messages.
 * @throws {SourceError} If the zip is cut off, damaged, or holds no such file or several.
 */
export async function zipText(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  address: string,
): Promise<string> {
  const refuse = (what: string, cause?: unknown): never => {
    throw new SourceError(`Cannot read the packed file of ${address}: ${what}`, {
      fault: "unreadable",
      address,
      cause,
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) return refuse("its end is missing; it was cut off on the way");
  const count = view.getUint16(end + 10, true), found: number[] = [];
  try {
    for (let at = view.getUint32(end + 16, true), i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== ENTRY) return refuse("its list of files is damaged");
      const length = view.getUint16(at + 28, true);
      const called = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
      if (called.toLowerCase().endsWith(name)) found.push(at);
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    if (found.length !== 1) return refuse(`need one file ${name} in it, got ${found.length}`);
    const [at] = found, method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true), size = view.getUint32(at + 24, true);
    if (size > MOST_BYTES) return refuse(`it unpacks to ${Math.round(size / 2 ** 20)} MiB`);
    const header = view.getUint32(at + 42, true);
    const start = header + 30 + view.getUint16(header + 26, true) +
      view.getUint16(header + 28, true);
    const body = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) return refuse(`it is packed by method ${method}`);
    const unpacked = method === 0 ? body : await inflated(body, size);
    if (unpacked.length !== size) return refuse("it is shorter than it says");
    return new TextDecoder().decode(unpacked);
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    return refuse(`it is damaged (${(cause as Error).message})`, cause);
  }
}

/** The unpacked bytes, no more than were promised. */
async function inflated(body: Uint8Array<ArrayBuffer>, size: number) {
  const unpacked = new Uint8Array(size);
  let at = 0;
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  for await (const part of stream) {
    if (at + part.length > size) throw new RangeError("it is longer than it says");
    unpacked.set(part, at);
    at += part.length;
  }
  return unpacked.subarray(0, at);
}
