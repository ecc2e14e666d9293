import { z } from 'zod';
import { Secret } from './secret.ts';

const KINDS = ['groq', 'anthropic', 'openai-shaped'] as const;
type Kind = (typeof KINDS)[number];

/** Where each is, and by which model it is asked, where nothing else is said. */
const KNOWN: Readonly<Record<Kind, { readonly url: string | null; readonly name: string | null }>> = {
  groq: { url: 'https://api.groq.com/openai/v1', name: 'llama-3.3-70b-versatile' },
  anthropic: { url: 'https://api.anthropic.com/v1', name: 'claude-haiku-4-5' },
  'openai-shaped': { url: null, name: null },
};

const SECONDS_DEFAULT = 15;

/** The variables of who words the analyst's summaries. */
export const MODEL_VARIABLES = {
  ANALYST_API: z.enum(KINDS).optional(),
  ANALYST_API_URL: z
    .string()
    .refine((text) => /^https?:\/\/[^\s?#]+$/.test(text), 'must be an http(s) URL without a query')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  ANALYST_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/, 'must be printable characters without spaces, at most 512')
    .transform((text) => new Secret(text))
    .optional(),
  ANALYST_MODEL: z
    .string()
    .regex(/^[\w./:@-]{1,120}$/, 'must be the name of a model')
    .optional(),
  ANALYST_TIMEOUT_SECONDS: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)$/, 'must be a whole number from 1 to 60')
    .transform(Number)
    .optional(),
};

type ModelVariables = z.output<z.ZodObject<typeof MODEL_VARIABLES>>;

/** Who words summaries. */
export type ModelSettings = {
  readonly kind: Kind;
  readonly url: string;
  readonly name: string;
  readonly key: Secret;
  readonly timeoutMs: number;
};

/** What is missing for the one that was named. */
export const modelFaults = (
  parsed: ModelVariables,
): readonly { readonly name: 'ANALYST_API_URL' | 'ANALYST_MODEL'; readonly problem: string }[] => {
  if (parsed.ANALYST_API !== 'openai-shaped' || parsed.ANALYST_API_KEY === undefined) return [];
  return (['ANALYST_API_URL', 'ANALYST_MODEL'] as const)
    .filter((name) => parsed[name] === undefined)
    .map((name) => ({ name, problem: 'is missing, and ANALYST_API=openai-shaped needs it' }));
};

/** Null = nobody is asked: the template words every summary. */
export const modelSettingsOf = (parsed: ModelVariables): ModelSettings | null => {
  const kind = parsed.ANALYST_API ?? 'groq';
  const url = parsed.ANALYST_API_URL ?? KNOWN[kind].url;
  const name = parsed.ANALYST_MODEL ?? KNOWN[kind].name;
  const key = parsed.ANALYST_API_KEY;
  if (key === undefined || url === null || name === null) return null;
  return { kind, url, name, key, timeoutMs: (parsed.ANALYST_TIMEOUT_SECONDS ?? SECONDS_DEFAULT) * 1_000 };
};
