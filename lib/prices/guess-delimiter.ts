/** What may divide the cells of a line, in the order of trust: a comma may be part of a number, a tab never is. */
const DELIMITERS = ['\t', ';', '|', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** A first row, a link or a comment may lack it; nearly all lines have it. */
const SHARE_MIN = 0.6;

/**
 * What divides the cells of these lines: the first of tab, semicolon, bar and comma that most lines have outside of quotes. A comma when
 * there is none.
 */
export const guessDelimiter = (lines: readonly string[]): Delimiter => {
  const bare = lines.filter((line) => line.trim() !== '').map((line) => line.replace(/"[^"]*"/g, ''));
  const enough = Math.max(bare.length * SHARE_MIN, 1);
  return DELIMITERS.find((mark) => bare.filter((line) => line.includes(mark)).length >= enough) ?? ',';
};
