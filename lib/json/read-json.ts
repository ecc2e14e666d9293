import { closest, distance } from 'fastest-levenshtein';
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import type { FailureCode } from '../failure-code.ts';
import { fail, ok, type Result } from '../result.ts';

/** How a document's failures are told: the code, and its name before every place ("CHAINS: chains.json"). */
export type JsonDocument<T> = {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly code: FailureCode;
  /** Every field there is, for what a misspelt one was meant to be. */
  readonly fields: readonly string[];
  /** Longer texts are refused unread; in UTF-16 units. */
  readonly lengthMax: number;
};

/** Further apart, it is another word and no slip. */
const SLIPS_MAX = 3;
const PROBLEMS_MAX = 10;

const placeAt = (text: string, offset: number): string => {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
};

/** What is wrong with a text that is no JSON, by line and column. */
export const jsonFault = (text: string): string => {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return 'it can’t be read';
  const what = printParseErrorCode(first.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${placeAt(text, first.offset)}: ${what}`;
};

/** ` (did you mean …?)` of the nearest of these words, or nothing. */
export const guessOf = (word: string, words: readonly string[]): string => {
  if (words.length === 0 || word === '') return '';
  const near = closest(word.toLowerCase(), [...words]);
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.min(SLIPS_MAX, word.length - 1)
    ? ` (did you mean ${near}?)`
    : '';
};

type Issue = z.core.$ZodIssue;

/** Of another kind altogether: this was not what was meant. */
const isOtherKind = (issues: readonly Issue[]): boolean =>
  issues.every(
    ({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_union'),
  );

/** Of a value that may be one of several things, what is wrong with the one it was meant to be. */
const deepest = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((issues) => !isOtherKind(issues)) ?? [];
  if (meant.length === 0) return [issue];
  return meant.flatMap(deepest).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
};

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  );

const nodeAt = (tree: Node | undefined, path: readonly PropertyKey[]): Node | undefined => {
  for (let length = path.length; length >= 0; length -= 1) {
    const segments = path.slice(0, length).map((key) => (typeof key === 'number' ? key : String(key)));
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, segments);
    if (node !== undefined) return node;
  }
  return undefined;
};

const wordsOf = (issue: Issue): string =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    ? 'it is missing'
    : issue.message;

/** What is wrong with a value, one by one: where, and why. An unknown field is told by its own name. */
export const problemsIn = (
  error: z.ZodError,
): readonly { readonly path: readonly string[]; readonly message: string }[] =>
  error.issues.flatMap(deepest).flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path, message: wordsOf(issue) }];
    return issue.keys.map((key) => ({
      path: [...path, key.slice(0, 80)],
      message: 'there is no such field',
    }));
  });

const problemsOf = (text: string, issue: Issue, fields: readonly string[]): readonly string[] => {
  const tree = parseTree(text);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [null];
  return unknown.map((key) => {
    const path = key === null ? issue.path : [...issue.path, key];
    const place = placeAt(text, nodeAt(tree, path)?.offset ?? 0);
    const words = key === null ? wordsOf(issue) : `there is no such field${guessOf(key, fields)}`;
    return `${place}: ${fieldOf(path) || 'the document'}: ${words}`;
  });
};

/**
 * Reads a document of JSON. What is wrong is told by line, column and field, several at once, and never with a value of the document:
 * it may hold secrets.
 */
export const readJson = <T>(text: string, document: JsonDocument<T>): Result<T> => {
  const { name, schema, code, fields, lengthMax } = document;
  if (text.length > lengthMax)
    return fail(code, `${name}: it has ${text.length} characters, more than the ${lengthMax} that are read`);
  const plain = text.replace(/^\uFEFF/, '');
  let json: unknown;
  try {
    json = JSON.parse(plain);
  } catch {
    return fail(code, `${name}: not JSON: ${jsonFault(plain)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.flatMap(deepest);
  const problems = issues.slice(0, PROBLEMS_MAX).flatMap((issue) => problemsOf(plain, issue, fields));
  const more = issues.length > PROBLEMS_MAX ? `; and ${issues.length - PROBLEMS_MAX} more` : '';
  return fail(code, problems.map((problem) => `${name}: ${problem}`).join('; ') + more);
};
