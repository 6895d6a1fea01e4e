/** Words as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export { listed as wordList } from "../words.ts";
