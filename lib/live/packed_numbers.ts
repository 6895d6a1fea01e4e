/** A table of numbers as plain data that travel as JSON, small enough for a notebook. */
export type PackedNumbers =
  | {
    /** Down each column: a value and how often it repeats, in turn; null is NaN. */
    readonly form: "runs";
    readonly columns: number;
    readonly runs: readonly (number | null)[];
  }
  | {
    /** Base64 of one byte a number, which counts in `values`; null is NaN. */
    readonly form: "bytes";
    readonly columns: number;
    readonly values: readonly (number | null)[];
    readonly bytes: string;
  }
  | {
    /** Base64 of one 32-bit float a number, little endian, less `offset`. */
    readonly form: "floats";
    readonly columns: number;
    readonly offset: number;
    readonly bytes: string;
  };

const toText = (bytes: Uint8Array) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const toBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/**
 * A table in its smallest form: runs where a column hardly changes, bytes where there are few
 * different values, and floats otherwise. The first two are exact; floats keep 24 bits, so that a
 * weekly factor stored less 1 errs by less than 1e-8.
 *
 * @param values Row-major.
 * @param columns Numbers per row.
 * @param offset Taken off before values become floats.
 */
export function packNumbers(
  values: ArrayLike<number>,
  columns: number,
  offset = 0,
): PackedNumbers {
  const rows = values.length / columns;
  const plain = (value: number) => Number.isNaN(value) ? null : value;
  const runs: (number | null)[] = [];
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < rows;) {
      const value = values[r * columns + c], from = r;
      while (r < rows && Object.is(values[r * columns + c], value)) r++;
      runs.push(plain(value), r - from);
    }
  }
  if (runs.length * 4 < values.length) return { form: "runs", columns, runs };
  const known = new Map<number, number>();
  for (let at = 0; at < values.length && known.size <= 256; at++) {
    if (!known.has(values[at])) known.set(values[at], known.size);
  }
  if (known.size <= 256) {
    const bytes = Uint8Array.from(values, (value) => known.get(value)!);
    return { form: "bytes", columns, values: [...known.keys()].map(plain), bytes: toText(bytes) };
  }
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let at = 0; at < values.length; at++) view.setFloat32(4 * at, values[at] - offset, true);
  return { form: "floats", columns, offset, bytes: toText(new Uint8Array(view.buffer)) };
}

/** The table that was packed, row-major. */
export function unpackNumbers(packed: PackedNumbers): Float64Array {
  const { columns } = packed;
  const number = (value: number | null) => value ?? NaN;
  if (packed.form === "bytes") {
    return Float64Array.from(toBytes(packed.bytes), (at) => number(packed.values[at]));
  }
  if (packed.form === "floats") {
    const bytes = toBytes(packed.bytes), view = new DataView(bytes.buffer);
    return Float64Array.from(
      { length: bytes.length / 4 },
      (_, at) => view.getFloat32(4 * at, true) + packed.offset,
    );
  }
  let total = 0;
  for (let i = 1; i < packed.runs.length; i += 2) total += packed.runs[i]!;
  const rows = total / columns, values = new Float64Array(total);
  for (let i = 0, at = 0; i < packed.runs.length; i += 2) {
    for (let k = 0; k < packed.runs[i + 1]!; k++, at++) {
      values[(at % rows) * columns + Math.floor(at / rows)] = number(packed.runs[i]);
    }
  }
  return values;
}
