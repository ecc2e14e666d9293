import {
  isAfter,
  type PlacedEvent,
  placeText,
  type StreamEnd,
  type StreamPlace,
  type Topic,
} from '../../lib/api/events.ts';

/** How soon a client comes back after its stream has ended. */
const RETRY_MS = 2_000;
/** What waits for a reader that is busy; the rest waits in the database. */
const WAITING_BYTES = 65_536;
/** How long a reader may take nothing while there is something for it. */
const SLOW_MS = 20_000;
/** So often something is sent, or a connection that is gone would never be noticed. */
const BEAT_MS = 15_000;

export type Filter = { readonly portfolioId: string | null; readonly topics: readonly Topic[] | null };

export type FollowerTerms = {
  readonly begin: StreamPlace;
  /** The history after the place that was asked for is gone. */
  readonly isReset: boolean;
  readonly filter: Filter;
  /** The stream ends itself then, before whoever runs it does. */
  readonly lastsMs: number;
  readonly nowMs: () => number;
  /** It has taken what waited, and may be told more. */
  readonly onReady: () => void;
  readonly onClosed: () => void;
};

/** One open stream. Nothing is thrown at whoever tells it something, whatever its reader does. */
export type Follower = {
  readonly stream: ReadableStream<Uint8Array>;
  /** What it has been told up to. */
  readonly place: () => StreamPlace;
  readonly isReady: () => boolean;
  /** Tells what is after its place, and that all up to `end` has been told. */
  readonly tell: (events: readonly PlacedEvent[], end: StreamPlace) => void;
  /** Sends a sign of life where one is due, and ends what has lasted long enough or reads nothing. */
  readonly keep: () => void;
  readonly end: (why: StreamEnd) => void;
  /** Its reader has gone. */
  readonly leave: () => void;
};

const blockOf = (fields: Readonly<Record<string, string>>): string =>
  `${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n`;

const eventText = ({ place, ...change }: PlacedEvent): string =>
  blockOf({ id: placeText(place), event: 'change', data: JSON.stringify(change) });

/** The book tells of everybody's orders: only who names it hears of it. */
const isWanted = ({ portfolioId, topics }: Filter, event: PlacedEvent): boolean =>
  (topics === null ? event.topic !== 'book' : topics.includes(event.topic)) &&
  (portfolioId === null || event.portfolioId === null || event.portfolioId === portfolioId);

const encoder = new TextEncoder();

/** Opens a stream that begins after a place. */
export const openFollower = (terms: FollowerTerms): Follower => {
  const { filter, nowMs, onReady, onClosed } = terms;
  const openedMs = nowMs();
  let place = terms.begin;
  let sentMs = openedMs;
  let fullSinceMs: number | null = null;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  const isReady = (): boolean => (controller?.desiredSize ?? 0) > 0;
  const send = (text: string): void => {
    controller?.enqueue(encoder.encode(text));
    sentMs = nowMs();
    if (!isReady()) fullSinceMs ??= nowMs();
  };
  const close = (how: (open: ReadableStreamDefaultController<Uint8Array>) => void): void => {
    const open = controller;
    if (open === null) return;
    controller = null;
    how(open);
    onClosed();
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (opened) => {
        controller = opened;
        const begun = { id: placeText(place), event: terms.isReset ? 'reset' : 'ready', data: '{}' };
        send(blockOf({ retry: String(RETRY_MS), ...begun }));
      },
      pull: () => {
        if (fullSinceMs === null) return;
        fullSinceMs = null;
        onReady();
      },
      cancel: () => close(() => undefined),
    },
    { highWaterMark: WAITING_BYTES, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  const end = (why: StreamEnd): void =>
    close((open) => {
      // What waits for a reader that doesn't read would wait for ever.
      if (why === 'slow') return open.error(new Error('the reader of this stream is too slow'));
      open.enqueue(encoder.encode(blockOf({ event: 'end', data: JSON.stringify({ why }) })));
      open.close();
    });
  return {
    ...{ stream, isReady, end },
    leave: () => close((open) => open.close()),
    place: () => place,
    tell: (events, upTo) => {
      if (!isReady()) return;
      const told = events.filter((event) => isAfter(event.place, place) && isWanted(filter, event));
      if (isAfter(upTo, place)) place = upTo;
      if (told.length > 0) send(told.map(eventText).join(''));
    },
    keep: () => {
      if (nowMs() - openedMs >= terms.lastsMs) return end('time');
      if (fullSinceMs !== null && nowMs() - fullSinceMs >= SLOW_MS) return end('slow');
      // An id without data moves the reader's place on: a quiet stream stays within what is kept.
      if (isReady() && nowMs() - sentMs >= BEAT_MS) send(`: alive\n${blockOf({ id: placeText(place) })}`);
    },
  };
};
