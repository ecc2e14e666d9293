import type { Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../lib/ledger/action.ts';
import type { Venue, VenuePair } from '../../lib/ledger/venue.ts';

/** How the suite sees what a venue does, from the side of whoever reads it. */
export type VenueHarness = {
  readonly venue: Venue;
  /** A fresh order, journaled and not yet placed. */
  readonly journaled: () => Promise<Action>;
  /** An order nobody journaled; null where the venue can't know. */
  readonly stranger: () => Action | null;
  /** The chain closes the order, and the venue hears of it. */
  readonly close: (action: Action) => Promise<void>;
  /** Hashes of the orders takers are shown. */
  readonly shown: () => Promise<readonly Hex[]>;
  /** The venue goes away, or comes back. */
  readonly setDown: (down: boolean) => Promise<void>;
};

const pairOf = ({ chainId, body }: Action): VenuePair => ({
  chainId,
  maker: '0x00000000000000000000000000000000000000aa',
  sellToken: '0x00000000000000000000000000000000000000bb',
  buyToken: '0x00000000000000000000000000000000000000cc',
  sellUnits: body.order.makingAmount,
});

/** What every venue and every fake of one must do, whatever is behind it. */
export const describeVenue = (name: string, open: () => Promise<VenueHarness>): void => {
  describe(`venue contract: ${name}`, () => {
    let harness: VenueHarness;
    beforeEach(async () => {
      harness = await open();
      return () => harness.setDown(false);
    });

    it('quotes a fee and what an order must carry', async () => {
      const quote = await harness.venue.quote(pairOf(await harness.journaled()));
      expect(quote).toMatchObject({ ok: true });
      if (quote.ok) expect(quote.value.feeBps).toBeGreaterThanOrEqual(0);
    });

    it('shows nothing before it is asked to', async () => {
      const order = await harness.journaled();
      expect(await harness.shown()).not.toContain(order.body.orderHash);
      expect(await harness.venue.status(order)).toEqual({ ok: true, value: { status: 'unknown' } });
    });

    it('shows a placed order, whole', async () => {
      const order = await harness.journaled();
      expect(await harness.venue.place(order)).toEqual({ ok: true, value: { alreadyPlaced: false } });
      expect(await harness.shown()).toContain(order.body.orderHash);
      const status = { status: 'open', remainingSellUnits: order.body.order.makingAmount };
      expect(await harness.venue.status(order)).toEqual({ ok: true, value: status });
    });

    it('places once however often it is asked, one after the other or at the same time', async () => {
      const order = await harness.journaled();
      const answers = await Promise.all([1, 2, 3].map(() => harness.venue.place(order)));
      answers.push(await harness.venue.place(order));
      expect(answers.every(({ ok }) => ok)).toBe(true);
      expect(answers.filter((answer) => answer.ok && !answer.value.alreadyPlaced)).toHaveLength(1);
      expect((await harness.shown()).filter((hash) => hash === order.body.orderHash)).toHaveLength(1);
    });

    it('keeps orders apart', async () => {
      const [placed, other] = [await harness.journaled(), await harness.journaled()];
      await harness.venue.place(placed);
      expect(await harness.shown()).not.toContain(other.body.orderHash);
    });

    it('stops showing a cancelled order and does not show it again', async () => {
      const order = await harness.journaled();
      await harness.venue.place(order);
      expect(await harness.venue.cancel(order)).toEqual({ ok: true, value: { wasShown: true } });
      expect(await harness.venue.cancel(order)).toEqual({ ok: true, value: { wasShown: false } });
      expect(await harness.shown()).not.toContain(order.body.orderHash);
      // Whether a late retry hears "already" or "closed" is the venue's own; it must not bring the order back.
      const again = await harness.venue.place(order);
      if (!again.ok) expect(again.error.retry.when).toBe('never');
      expect(await harness.shown()).not.toContain(order.body.orderHash);
    });

    it('does not show an order the chain has closed', async () => {
      const order = await harness.journaled();
      await harness.venue.place(order);
      await harness.close(order);
      expect(await harness.shown()).not.toContain(order.body.orderHash);
      expect(await harness.venue.place(order)).toMatchObject({
        ok: false,
        error: { code: 'order-closed', retry: { when: 'never' } },
      });
      expect(await harness.venue.status(order)).toMatchObject({ ok: true, value: { status: 'closed' } });
    });

    it('refuses an order that was never journaled', async () => {
      const order = harness.stranger();
      if (order === null) return;
      expect(await harness.venue.place(order)).toMatchObject({
        ok: false,
        error: { code: 'order-unknown', retry: { when: 'never' } },
      });
    });

    it('says that it is away, and when to try again, and places once it is back', async () => {
      const order = await harness.journaled();
      await harness.setDown(true);
      for (const answer of [
        await harness.venue.place(order),
        await harness.venue.cancel(order),
        await harness.venue.status(order),
      ]) {
        expect(answer).toMatchObject({ ok: false, error: { code: 'venue-unavailable' } });
        if (!answer.ok) expect(answer.error.retry.when).not.toBe('never');
      }
      await harness.setDown(false);
      expect(await harness.venue.place(order)).toMatchObject({ ok: true });
      expect(await harness.shown()).toContain(order.body.orderHash);
    });
  });
};
