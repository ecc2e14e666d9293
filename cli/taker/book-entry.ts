import type { Hex } from 'viem';
import { z } from 'zod';

const UINT256_END = 1n << 256n;

const word = z
  .string()
  .regex(/^\d{1,78}$/, 'a whole number in decimal')
  .transform((text) => BigInt(text))
  .refine((value) => value < UINT256_END, 'beyond 256 bits');

const hex = (bytes: number) =>
  z.custom<Hex>(
    (value) => typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`).test(value),
    `${bytes} bytes of hex`,
  );

const bytes = z.custom<Hex>(
  (value) => typeof value === 'string' && value.length <= 40_000 && /^0x([0-9a-fA-F]{2})*$/.test(value),
  'bytes in hex',
);

const addressWord = hex(20).transform((address) => BigInt(address));

/** One order as a public order book shows it. The eight words are what the chain will see. */
const bookEntry = z
  .object({
    orderHash: hex(32),
    signature: bytes,
    data: z.object({
      salt: word,
      maker: addressWord,
      receiver: addressWord,
      makerAsset: addressWord,
      takerAsset: addressWord,
      makingAmount: word.refine((value) => value > 0n, 'nothing to make'),
      takingAmount: word.refine((value) => value > 0n, 'nothing to take'),
      makerTraits: word,
      extension: bytes,
    }),
  })
  .transform(({ orderHash, signature, data: { extension, ...order } }) => ({
    orderHash,
    signature,
    extension,
    order,
  }));

export type BookEntry = z.infer<typeof bookEntry>;

export type ParsedEntry =
  | { readonly ok: true; readonly entry: BookEntry }
  | { readonly ok: false; readonly why: string };

/** Reads one entry of a stranger's book; a malformed one says why and harms no other. */
export const parseBookEntry = (value: unknown): ParsedEntry => {
  const parsed = bookEntry.safeParse(value);
  if (parsed.success) return { ok: true, entry: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, why: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}` };
};
