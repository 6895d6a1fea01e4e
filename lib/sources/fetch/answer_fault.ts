import { outsideLine } from "../../outside_text.ts";

/** Bytes at the beginning that tell what an answer is. */
const HEAD = 2000;
/** Longest answer that is read as a refusal in words. */
const MOST_REFUSAL = 500;

/** The title of a web page, for a sentence. */
function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? "";
  return title.trim() === "" ? "" : ` ("${outsideLine(title, 80)}")`;
}

/**
 * Why an answer with status 200 is not what was asked for: servers that are asked too much send a page,
 * or the words "Too Many Requests", as if all were well.
 *
 * @param accept The kind of data asked for, as in the header of that name.
 * @returns What is wrong, as the end of a sentence; `undefined` where nothing is.
 */
export function answerFault(bytes: Uint8Array, accept: string | undefined): string | undefined {
  const wantsPage = accept === "text/html";
  if (bytes.length === 0 && !wantsPage) return "sent an empty answer";
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD)).replace(/^\uFEFF/, "").trimStart();
  if (!wantsPage && /^<(?:!doctype html|html|head|body)\b/i.test(head)) {
    return `sent a web page${titleOf(head)} in the place of data`;
  }
  if (bytes.length <= MOST_REFUSAL && /^(?:edge: )?too many requests\b/i.test(head)) {
    return `answered "${outsideLine(head, 80)}"`;
  }
  if (accept === undefined) return undefined;
  if (/json/.test(accept) && !/^[{[]/.test(head)) {
    return `sent no JSON but "${outsideLine(head, 60)}"`;
  }
  if (/zip|spreadsheetml/.test(accept) && !(bytes[0] === 0x50 && bytes[1] === 0x4b)) {
    return `sent no packed file but "${outsideLine(head, 60)}"`;
  }
  return undefined;
}
