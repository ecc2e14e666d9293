import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { NAME_LENGTH_MAX } from '../policy/registration.ts';

/** The format, in the published schema, of an address whose checksum is looked at. */
export const ADDRESS_FORMAT = 'evm-address';

/** An address as somebody sends it; one with capitals must have a right checksum (EIP-55). Read in lower case. */
export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .refine((text) => isAddress(text), 'has a wrong checksum: a letter was changed, or the case of one')
  .meta({ format: ADDRESS_FORMAT })
  .transform((text) => text.toLowerCase() as Address);

/** Addresses, hashes and numbers as they are answered. */
export const addressText = z.string().regex(/^0x[0-9a-f]{40}$/);
export const hashText = z.string().regex(/^0x[0-9a-f]{64}$/);
/** A whole number in decimal, of any size. */
export const wholeText = z.string().regex(/^\d{1,78}$/);
/** An exact decimal number. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
export const secondsField = z.int().min(0);
/** What fills gave away, in basis points to a hundredth; the units that the whole API and its pages tell it in. */
export const lossAtFill = z
  .number()
  .nullable()
  .describe(
    'Given away against the feeds’ prices at the block, in basis points of what was sold, to a hundredth; below zero the taker paid for it. Null where no look has seen a price.',
  );

export const idField = z.string().regex(/^[1-9]\d{0,17}$/, 'must be an id: a whole number above 0');
export const uuidField = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    'must be an id: a UUID in lower case',
  );
export const chainIdField = z.int().min(1).max(999_999_999_999_999);
/** The same in a path. */
export const chainIdText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a chain id, a whole number above 0')
  .transform(Number);

const NAME_WORDS =
  'must be letters, digits, emoji and plain punctuation (no < > ; " ` = { } or --), not begin or end with a blank, and have at most 80 characters';

/**
 * A name that people see. Letters of every script and plain punctuation only: nothing invisible, nothing that turns the direction of
 * text, no markup. In NFC.
 */
export const nameField = z
  .string()
  .regex(
    new RegExp(
      `^(?!\\s)(?!.*--)[\\p{L}\\p{M}\\p{N}\\p{Emoji_Presentation} .,:&+()/'’#%!?_–—-]{0,${NAME_LENGTH_MAX}}(?<!\\s)$`,
      'u',
    ),
    NAME_WORDS,
  )
  .transform((text) => text.normalize('NFC'));

/** Rows of one page. */
export const PAGE_ROWS_MAX = 200;
const PAGE_ROWS = 50;

const limitField = z
  .string()
  .regex(/^([1-9]\d?|1\d\d|200)$/, `must be a whole number from 1 to ${PAGE_ROWS_MAX}`)
  .transform(Number)
  .default(PAGE_ROWS)
  .describe(`Rows of a page, 1 to ${PAGE_ROWS_MAX}; default ${PAGE_ROWS}.`);

const cursorOf = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern, 'must be the nextCursor of a page')
    .optional()
    .describe('The nextCursor of the page before.');

/** What a list takes whose rows go by a number: an id, a version, a microsecond. */
export const pageQuery = { cursor: cursorOf(/^\d{1,18}$/), limit: limitField };
/** The same where a number isn't enough: rows of one block, or of one second, are told apart by a second one. */
export const placedPageQuery = { cursor: cursorOf(/^\d{1,18}-\d{1,9}$/), limit: limitField };
/** The same where rows of one microsecond are told apart by a hash. */
export const hashedPageQuery = { cursor: cursorOf(/^\d{1,18}-0x[0-9a-f]{64}$/), limit: limitField };
/** The same where rows of one day are told apart by a word. */
export const heldDayQuery = { cursor: cursorOf(/^\d{1,18}-[a-z-]{1,40}$/), limit: limitField };
export type PageQuery = { readonly cursor?: string | undefined; readonly limit: number };

/** A page: rows, newest first, and how to go on; `nextCursor` is null on the last one. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), nextCursor: z.string().nullable() });
export type Page<Row> = { readonly rows: Row[]; readonly nextCursor: string | null };

/** The numbers of a cursor; `second` is null where there is none. */
export type Position = { readonly first: string; readonly second: string | null };

export const positionOf = (cursor: string | undefined): Position | null => {
  if (cursor === undefined) return null;
  const [first = '', second = null] = cursor.split('-');
  return { first, second };
};

/** Cuts what was read to a page: one row more than asked tells that there is another. */
export const cutPage = <Row, Shown>(
  read: readonly Row[],
  limit: number,
  { cursorOf, shownAs }: { readonly cursorOf: (row: Row) => string; readonly shownAs: (row: Row) => Shown },
): Page<Shown> => {
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(shownAs),
    nextCursor: read.length > limit && last !== undefined ? cursorOf(last) : null,
  };
};
