import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../lib/result.ts';
import { type ListedToken, readTokenList, type TokenBook, tokenBookOf } from '../lib/tokens/token-list.ts';

const textOf = (path: string): Result<string> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return fail('file-missing', `TOKEN_LISTS: ${path} can't be read${code}`);
  }
};

/** The lists at these paths as one, the earlier ones first. Fails naming the file, its line and its field. */
export const readTokenLists = (paths: readonly string[]): Result<TokenBook> => {
  const tokens: ListedToken[] = [];
  for (const path of paths) {
    const text = textOf(path);
    if (!text.ok) return text;
    const list = readTokenList(text.value, `TOKEN_LISTS: ${path}`);
    if (!list.ok) return list;
    tokens.push(...list.value);
  }
  return tokenBookOf(tokens);
};
