import { describe, expect, it } from 'vitest';
import type { PlacedEvent } from '../../lib/api/events.ts';
import { type Follower, type FollowerTerms, openFollower } from './follower.ts';

const placeAt = (n: number) => ({ transactionId: 7n, id: BigInt(n) });
const eventAt = (n: number, more: Partial<PlacedEvent> = {}): PlacedEvent => ({
  ...{ topic: 'order', portfolioId: '1', subject: `order ${n}`, atSeconds: 5, place: placeAt(n) },
  ...more,
});

/** A follower, its clock, and what it has called. */
const followed = (terms: Partial<FollowerTerms> = {}) => {
  const clock = { ms: 0 };
  const calls: string[] = [];
  const follower = openFollower({
    ...{ begin: placeAt(0), isReset: false, filter: { portfolioId: null, topics: null }, lastsMs: 240_000 },
    nowMs: () => clock.ms,
    onReady: () => calls.push('ready'),
    onClosed: () => calls.push('closed'),
    ...terms,
  });
  return { follower, clock, calls };
};

/** What has been sent up to now. */
const sentOf = async (reader: ReadableStreamDefaultReader<Uint8Array>, chunks: number): Promise<string> => {
  let text = '';
  for (let n = 0; n < chunks; n += 1) text += new TextDecoder().decode((await reader.read()).value);
  return text;
};

/** As much as a busy reader's stream takes ahead of it. */
const fill = (follower: Follower): number => {
  let n = 0;
  while (follower.isReady()) {
    n += 1;
    follower.tell([eventAt(n, { subject: 'x'.repeat(200) })], placeAt(n));
  }
  return n;
};

describe('one stream', () => {
  it('begins with when to come back and where it stands', async () => {
    const { follower } = followed({ isReset: true });
    const sent = await sentOf(follower.stream.getReader(), 1);
    expect(sent).toBe('retry: 2000\nid: 7-0\nevent: reset\ndata: {}\n\n');
  });

  it('tells what is after its place and wanted, once, and moves on past the rest', async () => {
    const { follower } = followed({ filter: { portfolioId: '1', topics: ['order'] } });
    const told = [eventAt(1), eventAt(2, { portfolioId: '2' }), eventAt(3, { topic: 'fill' }), eventAt(4)];
    follower.tell(told, placeAt(5));
    follower.tell(told, placeAt(5));
    const sent = await sentOf(follower.stream.getReader(), 2);
    expect([...sent.matchAll(/^id: (\S+)\nevent: change/gm)].map(([, id]) => id)).toEqual(['7-1', '7-4']);
    expect(follower.place()).toEqual(placeAt(5));
  });

  it('tells of the order book only who has named it', async () => {
    const told = [eventAt(1, { topic: 'book', portfolioId: null }), eventAt(2)];
    const idsOf = async (topics: FollowerTerms['filter']['topics']) => {
      const { follower } = followed({ filter: { portfolioId: null, topics } });
      follower.tell(told, placeAt(3));
      const sent = await sentOf(follower.stream.getReader(), 2);
      return [...sent.matchAll(/^id: (\S+)\nevent: change/gm)].map(([, id]) => id);
    };
    expect(await idsOf(null)).toEqual(['7-2']);
    expect(await idsOf(['book'])).toEqual(['7-1']);
  });

  it('gives a sign of life after fifteen quiet seconds, with its place and no data', async () => {
    const { follower, clock } = followed();
    follower.tell([], placeAt(9));
    clock.ms = 14_999;
    follower.keep();
    clock.ms = 15_000;
    follower.keep();
    follower.keep();
    const reader = follower.stream.getReader();
    expect((await sentOf(reader, 2)).split('\n\n').slice(1)).toEqual([': alive\nid: 7-9', '']);
    expect(await Promise.race([reader.read(), Promise.resolve('nothing more')])).toBe('nothing more');
  });

  it('ends itself before it is cut off, and says so', async () => {
    const { follower, clock, calls } = followed({ lastsMs: 1_000 });
    clock.ms = 1_000;
    follower.keep();
    const reader = follower.stream.getReader();
    expect(await sentOf(reader, 2)).toContain('event: end\ndata: {"why":"time"}\n\n');
    expect((await reader.read()).done).toBe(true);
    expect(calls).toEqual(['closed']);
  });

  it('keeps its place while its reader is busy, and calls when there is room again', async () => {
    const { follower, calls } = followed();
    const n = fill(follower);
    follower.tell([eventAt(n + 1)], placeAt(n + 1));
    expect(follower.place()).toEqual(placeAt(n));
    expect(calls).toEqual([]);
    await sentOf(follower.stream.getReader(), n);
    await new Promise((done) => setTimeout(done));
    expect(calls).toEqual(['ready']);
    expect(follower.isReady()).toBe(true);
  });

  it('is cut off when its reader takes nothing for twenty seconds, and what waited is let go', async () => {
    const { follower, clock, calls } = followed();
    fill(follower);
    clock.ms = 19_999;
    follower.keep();
    expect(calls).toEqual([]);
    clock.ms = 20_000;
    follower.keep();
    expect(calls).toEqual(['closed']);
    await expect(follower.stream.getReader().read()).rejects.toThrow('too slow');
  });

  it('takes whatever is said to it after its end for nothing', () => {
    const { follower, calls } = followed();
    follower.leave();
    follower.leave();
    follower.tell([eventAt(1)], placeAt(1));
    follower.keep();
    follower.end('time');
    expect(calls).toEqual(['closed']);
  });
});
