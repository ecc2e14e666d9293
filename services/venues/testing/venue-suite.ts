import { type Hex, numberToHex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { VenueId } from '../../../lib/engine/venue-id.ts';
import type { Action, ActionBody } from '../../../lib/ledger/action.ts';
import type { BatchReading, Look, Observation } from '../../../lib/ledger/look.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import type { Intent, Placing, PreparedIntent, Venue } from '../../../lib/ledger/venue.ts';
import type { Result } from '../../../lib/result.ts';

/** How the suite sees what a venue does, from the side of whoever reads it. */
export type VenueHarness<Body extends ActionBody> = {
  /** With a key, at a chain that takes what is right. */
  readonly venue: Venue<Body>;
  /** How often its key was used. */
  readonly signatures: () => number;
  /** A fresh order, journaled and not yet placed. */
  readonly journaled: () => Promise<Action<Body>>;
  /** An order nobody journaled; null where the venue can't know. */
  readonly stranger: () => Action<Body> | null;
  /** Somebody fills so much of the order, and the venue hears of it. */
  readonly fill: (action: Action<Body>, sellUnits: bigint) => Promise<void>;
  /** The chain closes the order, and the venue hears of it. */
  readonly close: (action: Action<Body>) => Promise<void>;
  /** Hashes of the orders takers are shown. */
  readonly shown: () => Promise<readonly Hex[]>;
  /** The venue goes away, or comes back. */
  readonly setDown: (down: boolean) => Promise<void>;
  /** The venue does what it is asked to, and its answers don't arrive; or they do again. */
  readonly loseAnswers: (lost: boolean) => Promise<void>;
  /** Whether it can stop showing what it was given. Else the chain alone ends an order. */
  readonly takesBack: boolean;
  /** Whether part of an action can be carried out. A proposal is whole or nothing. */
  readonly fillsInParts: boolean;
};

/** A look whose plan takes several legs, all through this venue. */
const lookThrough = (venue: VenueId): Look => {
  const wishes = [
    { usd: 8_000, targetBps: 4_000, allowanceUnits: 10n ** 30n },
    { usd: 1_000, targetBps: 3_000, allowanceUnits: 10n ** 30n },
    { usd: 1_000, targetBps: 3_000, allowanceUnits: 10n ** 30n },
  ];
  const venues = { 'order-book': true, proposal: true, oneinch: true } as const;
  const [snapshot, policy] = [snapshotOf(wishes, { venues }), policyOf({ orderTerms: { venue } })];
  return { snapshot, policy, decision: decide(snapshot, policy) };
};

const intentsOf = ({ decision: { plan } }: Look): readonly Intent[] =>
  plan.kind === 'hold' ? [] : plan.legs.map((leg) => ({ id: numberToHex(leg.index + 1, { size: 32 }), leg }));

/** Of the account that the suite looks at. */
const [EXECUTOR, ROUTER] = [numberToHex(0xe0, { size: 20 }), numberToHex(0xf0, { size: 20 })];

const observationOf = ({ snapshot, policy }: Look): Observation => ({
  snapshot,
  policy,
  signer: '0x00000000000000000000000000000000000000b0',
  fillMode: { kind: 'parts', series: 1n, epoch: 0n },
  swapping: { executor: EXECUTOR, routers: [ROUTER] },
  feedPrices: feedPricesOf(snapshot),
});

const actionOf = <Body extends ActionBody>(
  observation: Observation,
  venue: Action['venue'],
  { id, leg, body }: PreparedIntent<Body>,
): Action<Body> => {
  const { account, generation } = observation.snapshot;
  const { index, slice, sellToken, buyToken } = leg;
  return {
    ...{ id, portfolioId: '1', chainId: account.chainId, account: account.address, generation, venue, body },
    leg: { index, sliceNumber: slice.number, sellToken, buyToken },
  };
};

const READING: BatchReading = {
  block: { number: 1n, hash: '0x01', timeSeconds: 1 },
  suspects: new Set(),
  timeIsUp: () => false,
};

/** What every venue and every fake of one must do, whatever is behind it. */
export const describeVenue = <Body extends ActionBody>(
  name: string,
  open: () => Promise<VenueHarness<Body>>,
): void => {
  describe(`venue contract: ${name}`, () => {
    let harness: VenueHarness<Body>;
    beforeEach(async () => {
      harness = await open();
      return async () => {
        await harness.loseAnswers(false);
        await harness.setDown(false);
      };
    });

    const place = async (order: Action<Body>): Promise<Result<Placing>> => {
      const placed = await harness.venue.place([order]);
      if (!placed.ok) return placed;
      const [answer, ...others] = placed.value;
      if (answer === undefined || others.length > 0) throw new Error('one answer for one action');
      return answer;
    };

    const prepared = async () => {
      const look = lookThrough(harness.venue.id);
      const [intents, observation] = [intentsOf(look), observationOf(look)];
      const bodies = await harness.venue.prepare(intents, observation);
      if (!bodies.ok) throw new Error(bodies.error.message);
      return { intents, observation, bodies: bodies.value };
    };

    it('says what trading there costs', async () => {
      const terms = await harness.venue.terms();
      if (!terms.ok) throw new Error(terms.error.message);
      const { gasPerLegUsdE18, pair } = terms.value.costs;
      expect(gasPerLegUsdE18).toBeGreaterThanOrEqual(0n);
      for (const bps of Object.values(pair)) expect(bps).toBeGreaterThanOrEqual(0);
    });

    it('prepares every leg of a look under its own id, and the same look to the same bytes', async () => {
      const { intents, bodies } = await prepared();
      expect(intents.length).toBeGreaterThan(1);
      expect(bodies.map(({ id, leg }) => ({ id, leg }))).toEqual(intents);
      expect((await prepared()).bodies).toEqual(bodies);
    });

    it('prepares nothing of a plan of which one leg must not be carried out, and signs none of it', async () => {
      const { intents, observation } = await prepared();
      const before = harness.signatures();
      const greedy = intents.map(({ id, leg }, index) =>
        index < intents.length - 1 ? { id, leg } : { id, leg: { ...leg, sellUnits: leg.sellUnits * 10n } },
      );
      const refusal = { ok: false, error: { code: 'guard-refused' } };
      expect(await harness.venue.prepare(greedy, observation)).toMatchObject(refusal);
      const paused = { ...observation, snapshot: { ...observation.snapshot, paused: true } };
      expect(await harness.venue.prepare(intents, paused)).toMatchObject(refusal);
      expect(harness.signatures()).toBe(before);
    });

    it('passes what it has prepared, and judges each by the portfolio as it is now', async () => {
      const { observation, bodies } = await prepared();
      const paused = { ...observation, snapshot: { ...observation.snapshot, paused: true } };
      const checkings = bodies.map((body, index) => ({
        action: actionOf(observation, harness.venue.id, body),
        observation: index === 0 ? paused : observation,
      }));
      const verdicts = await harness.venue.check(checkings, READING);
      if (!verdicts.ok) throw new Error(verdicts.error.message);
      const [first, ...others] = verdicts.value;
      expect(first).toMatchObject({ ok: false, error: { code: 'order-outdated' } });
      expect(others).toEqual(checkings.slice(1).map(() => ({ ok: true, value: null })));
      expect(await harness.venue.check([], READING)).toEqual({ ok: true, value: [] });
    });

    it('shows nothing before it is asked to', async () => {
      const order = await harness.journaled();
      expect(await harness.shown()).not.toContain(order.body.orderHash);
      expect(await harness.venue.status(order)).toEqual({ ok: true, value: { status: 'unknown' } });
    });

    it('shows a placed order, whole', async () => {
      const order = await harness.journaled();
      expect(await place(order)).toEqual({ ok: true, value: { alreadyPlaced: false } });
      expect(await harness.shown()).toContain(order.body.orderHash);
      const status = { status: 'open', remainingSellUnits: order.body.order.makingAmount };
      expect(await harness.venue.status(order)).toEqual({ ok: true, value: status });
    });

    it('places once however often it is asked, one after the other or at the same time', async () => {
      const order = await harness.journaled();
      const answers = await Promise.all([1, 2, 3].map(() => place(order)));
      answers.push(await place(order));
      expect(answers.every(({ ok }) => ok)).toBe(true);
      expect(answers.filter((answer) => answer.ok && !answer.value.alreadyPlaced)).toHaveLength(1);
      expect((await harness.shown()).filter((hash) => hash === order.body.orderHash)).toHaveLength(1);
    });

    it('says what remains of an order that was filled in part, and goes on showing it; what is whole or nothing is over', async () => {
      const order = await harness.journaled();
      await place(order);
      if (!harness.fillsInParts) {
        await harness.fill(order, order.body.order.makingAmount);
        expect(await harness.venue.status(order)).toEqual({
          ok: true,
          value: { status: 'closed', remainingSellUnits: 0n },
        });
        return expect(await harness.shown()).not.toContain(order.body.orderHash);
      }
      await harness.fill(order, 400n);
      const remainingSellUnits = order.body.order.makingAmount - 400n;
      expect(await harness.venue.status(order)).toEqual({
        ok: true,
        value: { status: 'open', remainingSellUnits },
      });
      expect(await harness.shown()).toContain(order.body.orderHash);
      expect(await place(order)).toEqual({ ok: true, value: { alreadyPlaced: true } });
    });

    it('shows an order once whose answer came too late or not at all', async () => {
      const order = await harness.journaled();
      await harness.loseAnswers(true);
      expect(await place(order)).toMatchObject({ ok: false, error: { code: 'venue-unavailable' } });
      await harness.loseAnswers(false);
      expect(await place(order)).toMatchObject({ ok: true });
      expect(await place(order)).toEqual({ ok: true, value: { alreadyPlaced: true } });
      expect((await harness.shown()).filter((hash) => hash === order.body.orderHash)).toHaveLength(1);
    });

    it('has nothing to take back of an order that it was never given', async () => {
      const order = await harness.journaled();
      expect(await harness.venue.cancel(order)).toEqual({ ok: true, value: { wasShown: false } });
      const stranger = harness.stranger();
      if (stranger !== null)
        expect(await harness.venue.cancel(stranger)).toEqual({ ok: true, value: { wasShown: false } });
    });

    it('keeps orders apart', async () => {
      const [placed, other] = [await harness.journaled(), await harness.journaled()];
      await place(placed);
      expect(await harness.shown()).not.toContain(other.body.orderHash);
    });

    it('places many at once and answers each in its place', async () => {
      const [placed, fresh, stranger] = [
        await harness.journaled(),
        await harness.journaled(),
        harness.stranger(),
      ];
      await place(placed);
      const asked = stranger === null ? [placed, fresh] : [stranger, placed, fresh];
      const answers = await harness.venue.place(asked);
      if (!answers.ok) throw new Error(answers.error.message);
      const [ofFresh, ofPlaced, ofStranger] = answers.value.toReversed();
      expect(ofFresh).toEqual({ ok: true, value: { alreadyPlaced: false } });
      expect(ofPlaced).toEqual({ ok: true, value: { alreadyPlaced: true } });
      if (stranger !== null)
        expect(ofStranger).toMatchObject({ ok: false, error: { code: 'order-unknown' } });
      const hashes = [placed, fresh].map(({ body }) => body.orderHash);
      expect(await harness.shown()).toEqual(expect.arrayContaining(hashes));
      expect(await harness.venue.place([])).toEqual({ ok: true, value: [] });
    });

    it('stops showing a cancelled order, where it can, and does not show it again', async () => {
      const order = await harness.journaled();
      await place(order);
      expect(await harness.venue.cancel(order)).toEqual({ ok: true, value: { wasShown: true } });
      expect(await harness.venue.cancel(order)).toEqual({ ok: true, value: { wasShown: false } });
      const times = async () =>
        (await harness.shown()).filter((hash) => hash === order.body.orderHash).length;
      expect(await times()).toBe(harness.takesBack ? 0 : 1);
      // Whether a late retry hears "already" or "closed" is the venue's own; it must not bring the order back.
      const again = await place(order);
      if (!again.ok) expect(again.error.retry.when).toBe('never');
      expect(await times()).toBe(harness.takesBack ? 0 : 1);
    });

    it('does not show an order the chain has closed', async () => {
      const order = await harness.journaled();
      await place(order);
      await harness.close(order);
      expect(await harness.shown()).not.toContain(order.body.orderHash);
      expect(await place(order)).toMatchObject({
        ok: false,
        error: { code: 'order-closed', retry: { when: 'never' } },
      });
      expect(await harness.venue.status(order)).toMatchObject({ ok: true, value: { status: 'closed' } });
    });

    it('refuses an order that was never journaled', async () => {
      const order = harness.stranger();
      if (order === null) return;
      expect(await place(order)).toMatchObject({
        ok: false,
        error: { code: 'order-unknown', retry: { when: 'never' } },
      });
    });

    it('says that it is away, and when to try again, and places once it is back', async () => {
      const order = await harness.journaled();
      await harness.setDown(true);
      for (const answer of [
        await place(order),
        await harness.venue.cancel(order),
        await harness.venue.status(order),
      ]) {
        expect(answer).toMatchObject({ ok: false, error: { code: 'venue-unavailable' } });
        if (!answer.ok) expect(answer.error.retry.when).not.toBe('never');
      }
      await harness.setDown(false);
      expect(await place(order)).toMatchObject({ ok: true });
      expect(await harness.shown()).toContain(order.body.orderHash);
    });
  });
};
