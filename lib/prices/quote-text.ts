const CHARACTERS_MAX = 40;
const LIST_CHARACTERS_MAX = 120;

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return `\\u${code.toString(16).padStart(4, '0')}`;
};

/**
 * Someone else's text for a message: in quotes, at most 40 characters of it, and nothing that a terminal would obey or that turns the
 * line around: control, format and bidirectional characters are written as `\u001b`.
 */
export const quoteText = (text: string): string => {
  const characters = Array.from(text.slice(0, 2 * CHARACTERS_MAX));
  const shown = characters
    .slice(0, CHARACTERS_MAX)
    .join('')
    .replace(/\p{C}|\p{Zl}|\p{Zp}/gu, escaped);
  return characters.length > CHARACTERS_MAX ? `"${shown}…"` : `"${shown}"`;
};

/** Names of a file in a message, divided by blanks: as many as fit into 120 characters, and how many more there are. */
export const listNames = (names: readonly string[]): string => {
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    const text = quoteText(name).slice(1, -1);
    length += text.length + 1;
    if (length > LIST_CHARACTERS_MAX) break;
    shown.push(text);
  }
  const more = names.length - shown.length;
  return more === 0 ? shown.join(' ') : `${shown.join(' ')} and ${more} more`;
};
