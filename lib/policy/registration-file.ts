import { type Address, type Hex, isAddress } from 'viem';
import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { NAME_LENGTH_MAX, type Registration, registrationTypedData } from './registration.ts';

const SIGNATURE_BYTES_MAX = 8_192;
const POLICY_LENGTH_MAX = 65_536;
/** Latest time a signature may name: year 9999, in seconds. */
const SECONDS_MAX = 253_402_300_799;

const address = z
  .string()
  .refine((text) => isAddress(text), 'no address: 0x and 40 hex digits with a right checksum')
  .transform((text) => text.toLowerCase() as Address);
const signature = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})+$/, 'no hex bytes')
  .max(2 + 2 * SIGNATURE_BYTES_MAX)
  .transform((text) => text.toLowerCase() as Hex);
const chainId = z.union([z.int().positive(), z.string().regex(/^\d{1,15}$/)]).transform(Number);
const seconds = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,12}$/)])
  .transform(Number)
  .pipe(z.int().max(SECONDS_MAX));

const message = z.object({
  portfolio: address,
  name: z
    .string()
    .max(NAME_LENGTH_MAX)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'a name without control characters'),
  policy: z.string().max(POLICY_LENGTH_MAX),
});
const shared = z.boolean().default(false);
const simulated = z.boolean().default(false);

const lineSchema = z.union([
  z.object({
    domain: z
      .object({
        name: z.literal('1Balancer'),
        version: z.literal('1'),
        chainId,
        verifyingContract: address,
      })
      .optional(),
    message: message.extend({ signedAt: seconds }),
    signature,
    ...{ shared, simulated },
  }),
  z.object({
    domain: z.object({ chainId }),
    message,
    signature: z.null(),
    ...{ shared, simulated },
  }),
]);

/** One registration of a file. Whether a signature is the owner's is not looked at here. */
export type RegistrationLine = Omit<Registration, 'signedAtSeconds' | 'chainId'> & {
  /** Null where the file doesn't say: the signature does. */
  readonly chainId: number | null;
  /** Null: an operator's word, nobody signed it. */
  readonly signed: { readonly signature: Hex; readonly atSeconds: number } | null;
  readonly shared: boolean;
  readonly simulated: boolean;
  /** Where in the file, for messages: "line 3". */
  readonly place: string;
};

const problemsOf = (error: z.ZodError, json: unknown): string => {
  const unsigned =
    typeof json === 'object' && json !== null && 'signature' in json && json.signature === null;
  const [first] = error.issues;
  const issues =
    first?.code === 'invalid_union' ? (first.errors[unsigned ? 1 : 0] ?? error.issues) : error.issues;
  return issues.map(({ path, message: words }) => `${path.join('.') || 'the line'}: ${words}`).join('; ');
};

const lineOf = (json: unknown, place: string): Result<RegistrationLine> => {
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) return fail('registration-malformed', `${place}: ${problemsOf(parsed.error, json)}`);
  const { domain, message: said, ...rest } = parsed.data;
  if (domain !== undefined && 'verifyingContract' in domain && domain.verifyingContract !== said.portfolio)
    return fail(
      'registration-malformed',
      `${place}: domain.verifyingContract: ${domain.verifyingContract} is another contract than message.portfolio`,
    );
  const { portfolio, name, policy } = said;
  const signed =
    rest.signature !== null && 'signedAt' in said
      ? { signature: rest.signature, atSeconds: said.signedAt }
      : null;
  return ok({
    ...{ chainId: domain?.chainId ?? null, portfolio, name, policy, signed, place },
    ...{ shared: rest.shared, simulated: rest.simulated },
  });
};

const jsonOf = (text: string): Result<unknown> => {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail('registration-malformed', 'not JSON');
  }
};

/**
 * Reads what an export wrote, one registration a line, or what an owner kept: the typed data with its signature beside it, on as many
 * lines as it likes. Each line stands for itself: what can't be read is a `registration-malformed` that names the line.
 */
export const readRegistrationFile = (text: string): readonly Result<RegistrationLine>[] => {
  const whole = jsonOf(text);
  if (whole.ok) return [lineOf(whole.value, 'line 1')];
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const json = jsonOf(line);
    const place = `line ${index + 1}`;
    return [json.ok ? lineOf(json.value, place) : fail(json.error.code, `${place}: ${json.error.message}`)];
  });
};

/** A registration as the database has it. `signed` null = an operator registered it, and no owner's word is kept. */
export type KeptRegistration = Omit<Registration, 'signedAtSeconds'> & {
  readonly signed: {
    readonly owner: Address;
    readonly signature: Hex;
    readonly atSeconds: number;
  } | null;
  readonly shared: boolean;
  readonly simulated: boolean;
};

/** One line of an export; {@link readRegistrationFile} reads it. A signed one is the whole typed data, for any wallet to check. */
export const registrationLine = (kept: KeptRegistration): string => {
  const { signed, shared: isShared, simulated: isSimulated, ...registration } = kept;
  const flags = { shared: isShared, simulated: isSimulated };
  if (signed === null) {
    const { chainId: id, ...said } = registration;
    return JSON.stringify({ domain: { chainId: id }, message: said, signature: null, ...flags });
  }
  const typedData = registrationTypedData({ ...registration, signedAtSeconds: signed.atSeconds });
  return JSON.stringify({ ...typedData, signature: signed.signature, owner: signed.owner, ...flags });
};
