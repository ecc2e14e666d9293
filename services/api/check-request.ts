import type { z } from 'zod';
import type { FieldProblem, Outcome } from '../../lib/api/problem.ts';
import { problemsIn } from '../../lib/json/read-json.ts';
import { failure, ok } from '../../lib/result.ts';

const PROBLEMS_MAX = 20;

type Part = { readonly in: FieldProblem['in']; readonly schema: z.ZodType; readonly value: unknown };

const wordsOf = ({ in: where, field, message }: FieldProblem): string =>
  `${field || (where === 'body' ? 'the body' : `the ${where}`)}: ${message}`;

/** Checks one part of a request. Fails with `bad-request`, naming every field that is wrong, and never with a value of it. */
export const checkPart = ({ in: where, schema, value }: Part): Outcome<unknown> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const fields = problemsIn(parsed.error)
    .slice(0, PROBLEMS_MAX)
    .map(({ path, message }): FieldProblem => ({ in: where, field: path.join('.'), message }));
  return {
    ok: false,
    error: { ...failure('bad-request', `${fields.map(wordsOf).join('; ')}.`), fields },
  };
};

/** The words of a query, each of which may be there once. */
export const queryOf = (url: string): Outcome<Record<string, string>> => {
  const entries = [...new URL(url).searchParams];
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index);
  if (twice === undefined) return ok(Object.fromEntries(entries));
  const field = { in: 'query', field: twice[0].slice(0, 80), message: 'is there twice' } as const;
  return { ok: false, error: { ...failure('bad-request', `${wordsOf(field)}.`), fields: [field] } };
};
