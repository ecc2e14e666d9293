import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { secondsField } from './fields.ts';

/** What an event may be about. */
export const TOPICS = [
  'decision',
  'order',
  'fill',
  'cash-flow',
  'portfolio',
  'policy',
  'tick',
  'halt',
  'setting',
  'book',
] as const;
export type Topic = (typeof TOPICS)[number];

/** A place in the order of all events: the transaction that wrote it, and its number. */
export type StreamPlace = { readonly transactionId: bigint; readonly id: bigint };

const PLACE = /^(0|[1-9]\d{0,17})-(0|[1-9]\d{0,17})$/;

/** A place as it is sent. */
export const placeText = ({ transactionId, id }: StreamPlace): string => `${transactionId}-${id}`;

/** A place that was sent; null for any other text. */
export const readPlace = (text: string): StreamPlace | null => {
  const [, transactionId, id] = PLACE.exec(text) ?? [];
  return transactionId === undefined || id === undefined
    ? null
    : { transactionId: BigInt(transactionId), id: BigInt(id) };
};

/** Whether a place comes after another. */
export const isAfter = (a: StreamPlace, b: StreamPlace): boolean =>
  a.transactionId > b.transactionId || (a.transactionId === b.transactionId && a.id > b.id);

/** An event at its place. */
export type PlacedEvent = StreamChange & { readonly place: StreamPlace };

/** What a viewer is told of after a place. */
export type StreamBatch = {
  readonly events: readonly PlacedEvent[];
  /** Up to which all has been read, of which the viewer may not see everything. */
  readonly end: StreamPlace;
  /** When there is more: already; as soon as a transaction that runs has ended, which nobody calls out; when the database calls. */
  readonly next: 'now' | 'soon' | 'on-call';
};

/** Why a stream is ended by the server. */
export const STREAM_ENDS = ['time', 'access-ended', 'slow', 'unavailable'] as const;
export type StreamEnd = (typeof STREAM_ENDS)[number];

/** The data of an event `change`. */
const streamChangeSchema = z
  .object({
    topic: z.enum(TOPICS),
    portfolioId: z.string().nullable().describe('Null where it is of the whole system.'),
    subject: z
      .string()
      .describe(
        'What changed: the id of a decision, portfolio or tick, the hash of an order, transaction:log of a fill or cash flow, the version of a policy, the name of a setting, the hash of an order of the book.',
      ),
    atSeconds: secondsField,
  })
  .meta({ id: 'StreamChange' });
export type StreamChange = z.infer<typeof streamChangeSchema>;

const streamEndSchema = z.object({ why: z.enum(STREAM_ENDS) }).meta({ id: 'StreamEnd' });

const topicList = z
  .string()
  .max(200)
  .regex(new RegExp(`^(${TOPICS.join('|')})(,(${TOPICS.join('|')}))*$`), 'must be topics with commas between')
  .describe(
    `Only these, with commas between them: ${TOPICS.join(', ')}. Default all but book, which tells of everybody's orders.`,
  );

export const followEvents = endpoint({
  id: 'followEvents',
  method: 'GET',
  path: '/api/events',
  tag: 'Events',
  summary:
    'A stream of server-sent events: that something you may see has changed, and where; see docs/api.md.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  query: z.strictObject({
    portfolioId: z
      .string()
      .regex(/^[1-9]\d{0,17}$/)
      .optional()
      .describe('Only of this portfolio, and of the whole system.'),
    topics: topicList.optional(),
    after: z
      .string()
      .regex(PLACE, 'must be the id of an event')
      .optional()
      .describe('The id of the last event that was read, for those who can’t send Last-Event-ID.'),
  }),
  media: 'text/event-stream',
  events: { change: streamChangeSchema, end: streamEndSchema },
  status: 200,
  problems: ['rate-limited'],
  cost: 5,
});
