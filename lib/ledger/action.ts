import { type Address, type Hex, numberToHex } from 'viem';
import { z } from 'zod';
import { CHAIN_VENUE_IDS, type ChainVenueId } from '../engine/venue-id.ts';
import { addressToWord } from '../orders/limit-order.ts';
import type { OrderBody } from '../orders/sign-order.ts';
import type { ProposalBody } from '../orders/sign-proposal.ts';
import { ORDER_STATUSES } from './lifecycle.ts';

/** What a column holds: whole numbers beyond a double travel as decimal text. */
export type Holds = 'text' | 'uint' | 'count';

/** One column and the property that it is: how its value is read from the database and written to it. */
type Column<T> = {
  readonly name: string;
  readonly holds: Holds;
  readonly read: z.ZodType<T>;
  write(value: T): string | number | null;
};

/** Columns by property. */
type Columns = Readonly<Record<string, Column<unknown>>>;

/** The object whose properties are these columns. */
type Held<C extends Columns> = { readonly [P in keyof C]: z.output<C[P]['read']> };

/** The row of an object, by column. */
const rowOf = <C extends Columns>(
  columns: C,
  value: Held<C>,
): Readonly<Record<string, string | number | null>> =>
  Object.fromEntries(
    Object.entries(columns).map(([property, column]) => [column.name, column.write(value[property])]),
  );

/** What a column holds. @throws {z.ZodError} that names the column */
const valueIn = ({ name, read }: Column<unknown>, row: Readonly<Record<string, unknown>>): unknown => {
  const parsed = read.safeParse(row[name]);
  if (parsed.success) return parsed.data;
  throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: [name, ...issue.path] })));
};

/** The object in a row. @throws {z.ZodError} where the row doesn't hold what its columns say. */
const heldIn = <C extends Columns>(columns: C, row: Readonly<Record<string, unknown>>): Held<C> =>
  Object.fromEntries(
    Object.entries(columns).map(([property, column]) => [property, valueIn(column, row)]),
  ) as Held<C>;

const text = <T extends string | null>(name: string, read: z.ZodType<T>): Column<T> => ({
  name,
  holds: 'text',
  read,
  write: (value) => value,
});
const hex = (name: string) =>
  text<Hex>(
    name,
    z
      .string()
      .regex(/^0x[0-9a-f]*$/)
      .transform((value) => value as Hex),
  );
const address = (name: string) =>
  text<Address>(
    name,
    z
      .string()
      .regex(/^0x[0-9a-f]{40}$/)
      .transform((value) => value as Address),
  );
const digits = z.string().regex(/^\d+$/);
const uint = (name: string): Column<bigint> => ({
  name,
  holds: 'uint',
  read: digits.transform(BigInt),
  write: (value) => value.toString(),
});
const count = (name: string): Column<number> => ({
  name,
  holds: 'count',
  read: digits.transform(Number),
  write: (value) => value,
});
/** Of the one kind of action; null of the other. */
const orNull = <T extends string>({ name, read }: Column<T>): Column<T | null> =>
  text<T | null>(name, read.nullable());
/** An address that 1inch takes for a whole word. */
const word = (name: string): Column<bigint> => ({
  name,
  holds: 'text',
  read: address(name).read.transform(addressToWord),
  write: (value) => numberToHex(value, { size: 20 }),
});

/** Rows written before venues had one vocabulary say `book`. */
const storedVenue = z
  .enum([...CHAIN_VENUE_IDS, 'book'])
  .transform((word): ChainVenueId => (word === 'book' ? 'order-book' : word));

const ACTION = {
  /** Derived from content: the same wish of the same look has the same id on any machine. */
  id: hex('id'),
  portfolioId: text('portfolio_id', digits),
  chainId: count('chain_id'),
  /** The contract. */
  account: address('maker'),
  /** Of the contract when it was signed; a later one voids it. */
  generation: uint('generation'),
  venue: text('venue', storedVenue),
};
const LEG = {
  index: count('leg_index'),
  sliceNumber: count('slice_number'),
  sellToken: address('sell_token'),
  buyToken: address('buy_token'),
};
const ORDER = {
  salt: uint('salt'),
  maker: word('maker'),
  receiver: word('receiver'),
  makerAsset: word('sell_token'),
  takerAsset: word('buy_token'),
  makingAmount: uint('sell_units'),
  takingAmount: uint('buy_units'),
  makerTraits: uint('maker_traits'),
};
/** A proposal's one swap: what it has in common with an order stands in the same columns. */
const SWAP = {
  nonce: uint('salt'),
  maker: word('maker'),
  makerAsset: word('sell_token'),
  takerAsset: word('buy_token'),
  makingAmount: uint('sell_units'),
  takingAmount: uint('buy_units'),
  router: address('router'),
  data: hex('swap_data'),
  context: orNull(hex('delegation_context')),
};
/** What an order leaves out of a proposal's columns, and a proposal of an order's. */
const NO_SWAP = {
  ...{ router: orNull(address('router')), data: orNull(hex('swap_data')) },
  context: orNull(hex('delegation_context')),
};
const NO_ORDER = {
  receiver: word('receiver'),
  makerTraits: uint('maker_traits'),
  extension: hex('extension'),
};
const SIGNED = {
  orderHash: hex('order_hash'),
  /** The EIP-1271 blob of an order; the bare signature of a proposal. */
  signature: hex('signature'),
  expiresAtSeconds: count('expires_at_seconds'),
};
const BODY = { ...SIGNED, extension: hex('extension') };
const LIFE = {
  status: text('status', z.enum(ORDER_STATUSES)),
  statusReason: text('status_reason', z.string().nullable()),
  filledSellUnits: uint('filled_sell_units'),
  filledBuyUnits: uint('filled_buy_units'),
};

/** The leg of its look's plan that an action carries out. */
export type ActionLeg = Held<typeof LEG>;

/** What a venue gets to carry out. */
export type ActionBody = OrderBody | ProposalBody;

/** One intention of a look: a leg, the venue for it, and the exact bytes. Journaled before a venue sees it. */
export type Action<Body extends ActionBody = ActionBody> = Held<typeof ACTION> & {
  readonly leg: ActionLeg;
  readonly body: Body;
};

/** An action as the journal holds it, with what has become of it. */
export type Placed<Body extends ActionBody = ActionBody> = Action<Body> &
  Held<typeof LIFE> & {
    /** When a venue first showed it to takers, by the database's clock; null before. */
    readonly placedAtMicros: bigint | null;
  };

export type NamedColumn = { readonly name: string; readonly holds: Holds };

const named = (...groups: readonly Readonly<Record<string, NamedColumn>>[]): readonly NamedColumn[] => [
  ...new Map(groups.flatMap((group) => Object.values(group)).map((column) => [column.name, column])).values(),
];

/** Every column that is written once, with the action. */
export const ACTION_COLUMNS = named(ACTION, LEG, ORDER, BODY, SWAP);
/** Every column that its life changes, but for the times. */
export const LIFE_COLUMNS = named(LIFE);

const NOT_AN_ORDER = { receiver: 0n, makerTraits: 0n, extension: '0x' } as const;

const bodyRow = (body: ActionBody) =>
  body.kind === 'order'
    ? {
        ...rowOf(ORDER, body.order),
        ...rowOf(BODY, body),
        ...rowOf(NO_SWAP, { router: null, data: null, context: null }),
      }
    : { ...rowOf(SWAP, body.order), ...rowOf(SIGNED, body), ...rowOf(NO_ORDER, NOT_AN_ORDER) };

/** An action as a row of its columns. */
export const actionRow = ({ leg, body, ...action }: Action) => ({
  ...rowOf(ACTION, action),
  ...rowOf(LEG, leg),
  ...bodyRow(body),
});

const bodyIn = (row: Readonly<Record<string, unknown>>): ActionBody =>
  row['router'] === null
    ? { kind: 'order', order: heldIn(ORDER, row), ...heldIn(BODY, row) }
    : { kind: 'proposal', order: heldIn(SWAP, row), ...heldIn(SIGNED, row) };

const placedAt = z.object({ placed_at_micros: digits.transform(BigInt).nullable() });

/** The placed action in a row of all columns and `placed_at_micros`. @throws {z.ZodError} */
export const placedOf = (row: Readonly<Record<string, unknown>>): Placed => ({
  ...heldIn(ACTION, row),
  ...heldIn(LIFE, row),
  placedAtMicros: placedAt.parse(row).placed_at_micros,
  leg: heldIn(LEG, row),
  body: bodyIn(row),
});

/** An order that others fill, and no proposal. */
export const isOrder = <A extends Action>(action: A): action is A & { readonly body: OrderBody } =>
  action.body.kind === 'order';

/** The action as an order. @throws when it is a proposal: venues keep their bodies apart, so that is a bug */
export const asOrder = (action: Action): Action<OrderBody> => {
  if (isOrder(action)) return action;
  throw new TypeError(`action ${action.id} of ${action.venue} is no order`);
};

/** The action as a proposal. @throws when it is an order */
export const asProposal = (action: Action): Action<ProposalBody> => {
  const { body } = action;
  if (body.kind === 'proposal') return { ...action, body };
  throw new TypeError(`action ${action.id} of ${action.venue} is no proposal`);
};
