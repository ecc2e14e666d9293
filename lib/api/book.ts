import { z } from 'zod';
import { bookOrder, bookPage } from './book-dto.ts';
import { endpoint } from './endpoint.ts';
import { addressField, chainIdText, hashedPageQuery } from './fields.ts';

/** Which one order is asked for. */
const bookOrderParams = z.strictObject({
  chainId: chainIdText,
  hash: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hex digits')
    .transform((text) => text.toLowerCase()),
});
export type BookOrderQuery = z.output<typeof bookOrderParams>;

const bookQuery = z.strictObject({
  maker: addressField.optional().describe('Only of this contract.'),
  makerAsset: addressField.optional().describe('Only what gives this token.'),
  takerAsset: addressField.optional().describe('Only what asks for this token.'),
  ...hashedPageQuery,
});
/** What may be asked of a page; all but the chain is optional. */
export type BookPageQuery = z.output<typeof bookQuery> & {
  readonly chainId: number;
  /** What has expired by this time of the chain's blocks is left out. */
  readonly expiredBySeconds?: number | undefined;
};

const open = { tag: 'Order book', access: { who: 'anyone', scope: 'any' }, anySite: true } as const;

export const listBookOrders = endpoint({
  id: 'listBookOrders',
  method: 'GET',
  path: '/api/book/{chainId}/orders',
  ...open,
  summary: 'Open orders that anybody may fill, the oldest first; none while trading is stopped.',
  params: z.strictObject({ chainId: chainIdText }),
  query: bookQuery,
  answer: bookPage,
});

export const readBookOrder = endpoint({
  id: 'readBookOrder',
  method: 'GET',
  path: '/api/book/{chainId}/orders/{hash}',
  ...open,
  summary: 'One order of the book, open or not.',
  params: bookOrderParams,
  answer: bookOrder,
});
