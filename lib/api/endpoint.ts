import { z } from 'zod';
import type { FailureCode } from '../failure-code.ts';
import type { Role } from './caller.ts';
import type { Scope } from './scopes.ts';

/** Who may ask. A token needs the scope; null = no token may. Without a wallet only what is shared is found. */
export type Access =
  | { readonly who: 'anyone'; readonly scope: Scope | 'any' }
  | { readonly who: Role; readonly scope: Scope | null; readonly stepUp?: true };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

type Declared<Params, Query, Body, Answer> = {
  /** Unique; the name of the client's function. */
  readonly id: string;
  readonly method: Method;
  /** With its parameters in braces. */
  readonly path: `/api/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  /** Absent = the request has none. */
  readonly body?: Body;
  /** Absent = the answer has no body. */
  readonly answer?: Answer;
  /** Default 200, or 204 without an answer. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Beside those every endpoint may refuse with. */
  readonly problems?: readonly FailureCode[];
  /** What the answer is where it isn't JSON, or isn't always. */
  readonly media?: 'text/csv' | 'text/event-stream';
  /** Of a stream: what the data of its events is, by their names. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  /** A field of the answer that is shown once: where an answer is repeated it is null. */
  readonly shownOnce?: string;
  /** Any site's page may read the answer, which is everybody's; else those of the operator's list. */
  readonly anySite?: true;
  /** What one request takes of the rate limit; default 1. */
  readonly cost?: number;
};

/** An endpoint, declared once: its handler, its documentation and its client come from this. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = Omit<Declared<Params, Query, Body, Answer>, 'params' | 'query' | 'status' | 'problems' | 'cost'> & {
  readonly params: Params;
  readonly query: Query;
  readonly status: 200 | 201 | 202 | 204;
  readonly problems: readonly FailureCode[];
  readonly cost: number;
};

/** Declares an endpoint; schemas that it leaves out take nothing. */
export const endpoint = <
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(
  declared: Declared<Params, Query, Body, Answer>,
): Endpoint<Params, Query, Body, Answer> => ({
  ...declared,
  params: declared.params ?? (NOTHING as unknown as Params),
  query: declared.query ?? (NOTHING as unknown as Query),
  status: declared.status ?? (declared.answer === undefined ? 204 : 200),
  problems: declared.problems ?? [],
  cost: declared.cost ?? 1,
});

/** Reads change nothing: they need no key, and browsers of other sites may not tell what they answer. */
export const isRead = ({ method }: Pick<Endpoint, 'method'>): boolean => method === 'GET';
