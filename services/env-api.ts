import { z } from 'zod';
import { whole } from './env-fields.ts';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((list) => list.every(isOrigin), 'must be origins (https://example.org) with commas between them');

/** The variables of the API. */
export const API_VARIABLES = {
  API_CORS_ORIGINS: origins.optional(),
  API_USER_REQUESTS_PER_MINUTE: whole({ min: 1, max: 1_000_000 }).optional(),
  API_ADDRESS_REQUESTS_PER_MINUTE: whole({ min: 1, max: 1_000_000 }).optional(),
  TRUSTED_PROXY_HOPS: whole({ min: 0, max: 8 }).optional(),
};

type ApiVariables = z.output<z.ZodObject<typeof API_VARIABLES>>;

/** Who may ask the API how often, and from where. */
export type ApiSettings = {
  /** Sites whose pages may ask and read, by token. */
  readonly corsOrigins: readonly string[];
  readonly userRequestsPerMinute: number;
  /** Of one network address, whoever asks from there. */
  readonly addressRequestsPerMinute: number;
  /** Proxies of our own that a request has come through; 0 = nobody's address can be told. */
  readonly trustedProxyHops: number;
};

/** `fallbackOf` gives a variable's documented default. */
export const apiSettingsOf = (
  parsed: ApiVariables,
  fallbackOf: (name: Exclude<keyof ApiVariables, 'API_CORS_ORIGINS'>) => string,
): ApiSettings => ({
  corsOrigins: parsed.API_CORS_ORIGINS ?? [],
  userRequestsPerMinute:
    parsed.API_USER_REQUESTS_PER_MINUTE ?? Number(fallbackOf('API_USER_REQUESTS_PER_MINUTE')),
  addressRequestsPerMinute:
    parsed.API_ADDRESS_REQUESTS_PER_MINUTE ?? Number(fallbackOf('API_ADDRESS_REQUESTS_PER_MINUTE')),
  trustedProxyHops: parsed.TRUSTED_PROXY_HOPS ?? Number(fallbackOf('TRUSTED_PROXY_HOPS')),
});
