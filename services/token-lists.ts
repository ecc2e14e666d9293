import { fail, type Result } from '../lib/result.ts';
import {
  type ListedToken,
  type ListedTokens,
  listedTokensOf,
  readTokenList,
} from '../lib/tokens/token-list.ts';
import { readTextFile } from './text-file.ts';

/** The lists at these paths as one, the earlier ones first. Fails naming the file, its line and its field. */
export const readTokenLists = (paths: readonly string[]): Result<ListedTokens> => {
  const tokens: ListedToken[] = [];
  for (const path of paths) {
    const text = readTextFile(path);
    if (!text.ok) return fail(text.error.code, `TOKEN_LISTS: ${text.error.message}`);
    const list = readTokenList(text.value, `TOKEN_LISTS: ${path}`);
    if (!list.ok) return list;
    tokens.push(...list.value);
  }
  return listedTokensOf(tokens);
};
