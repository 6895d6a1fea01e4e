import type { EvidenceFile, Reference, SubScore } from "./ballot.ts";
import type { Brief } from "./brief.ts";
import type { FactOrigin } from "./fact.ts";
import { type Pillar, PILLARS } from "./rubric.ts";

/** A fact or headline of a brief with its pillar and its place in a file. */
interface Placed {
  readonly pillar: Pillar;
  readonly address: string;
  readonly origin: FactOrigin;
}

const placedIn = new WeakMap<Brief, readonly Placed[]>();

/** What of a brief stands in files, looked for once for all who answer it. */
function placed(brief: Brief): readonly Placed[] {
  const known = placedIn.get(brief);
  if (known !== undefined) return known;
  const all = [
    ...brief.facts,
    ...brief.headlines.map(({ address, origin }) => ({
      address,
      pillar: "sentiment" as const,
      ...(origin === undefined ? {} : { origin: { ...origin, rows: [origin.row] } }),
    })),
    ...brief.own ?? [],
  ];
  const found = all.flatMap(({ pillar, address, origin }): Placed[] =>
    origin === undefined ? [] : [{ pillar, address, origin }]
  );
  placedIn.set(brief, found);
  return found;
}

/**
 * The files that a ballot's scores could rest on, each with the rows that the facts of each scored pillar
 * were read from; and for a cited reference its own rows.
 *
 * @param brief What was answered.
 * @param ballot.subScores A pillar that abstained rests on nothing.
 * @param ballot.references As the analyst gave them.
 * @returns Nothing of a field where no fact of the brief is from a file.
 */
export function evidenceFiles(
  brief: Brief,
  ballot: {
    readonly subScores: Readonly<Record<Pillar, SubScore>>;
    readonly references: readonly Reference[];
  },
): { readonly files?: readonly EvidenceFile[]; readonly references?: readonly Reference[] } {
  const all = placed(brief);
  if (all.length === 0) return {};
  const byAddress = new Map(all.map((one) => [one.address, one.origin]));
  const files = new Map<
    string,
    { file: string; sha256: string } & Partial<Record<Pillar, number[]>>
  >();
  const fileOf = ({ file, sha256 }: FactOrigin) => {
    const known = files.get(file) ?? { file, sha256 };
    files.set(file, known);
    return known;
  };
  for (const pillar of PILLARS) {
    if (ballot.subScores[pillar].kind === "abstention") continue;
    for (const { pillar: of, origin } of all) {
      if (of === pillar) (fileOf(origin)[pillar] ??= []).push(...origin.rows);
    }
  }
  const references = ballot.references.map((reference) => {
    const origin = byAddress.get(reference.url);
    if (origin === undefined) return reference;
    fileOf(origin);
    return { ...reference, from: { file: origin.file, rows: origin.rows } };
  });
  for (const file of files.values()) {
    for (const pillar of PILLARS) {
      const rows = file[pillar];
      if (rows !== undefined) file[pillar] = [...new Set(rows)].sort((a, b) => a - b);
    }
  }
  return { ...(files.size > 0 ? { files: [...files.values()] } : {}), references };
}
