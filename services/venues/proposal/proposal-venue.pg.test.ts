import type { TransactionSql } from 'postgres';
import { type Hex, keccak256, numberToHex, toHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { afterAll, beforeAll } from 'vitest';
import type { Action } from '../../../lib/ledger/action.ts';
import { addressToWord } from '../../../lib/orders/limit-order.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { type ProposalBody, signProposal } from '../../../lib/orders/sign-proposal.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { proposalJournal } from '../../wire/tick/proposals.ts';
import { arrangeDecision } from '../testing/arrange-decision.ts';
import { describeVenue } from '../testing/venue-suite.ts';
import { type ProposalChain, proposalVenue } from './proposal-venue.ts';
import type { Pool } from './v2-pools.ts';

const CHAIN_ID = 31_337;
const KEY = keccak256(toHex('proposal venue: signer'));
const SENDER = privateKeyToAccount(KEY).address;
const PORTFOLIO = numberToHex(0xaa, { size: 20 });
const SOLD = numberToHex(0xbb, { size: 20 });
const BOUGHT = numberToHex(0xcc, { size: 20 });
const ROUTER = numberToHex(0xf0, { size: 20 });

let database: TestDatabase;
let bot: ReturnType<typeof openBotDatabase>;
let gone: ReturnType<typeof openBotDatabase>;

beforeAll(async () => {
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
  gone = openBotDatabase({ url: database.urls.bot });
  await gone.close();
  await arrangeDecision(database.admin, { chainId: CHAIN_ID, address: PORTFOLIO });
});
afterAll(async () => {
  await bot?.close();
  await database?.drop();
});

const signing = async (digest: Hex) => ok(await sign({ hash: digest, privateKey: KEY, to: 'hex' }));

/** A chain whose pools pay one for one, whatever the size, and that lets every proposal through. */
const obligingPools: ProposalChain = {
  middles: [],
  pools: async ({ routers, tokens }) =>
    ok(
      routers.flatMap((router) =>
        tokens.flatMap((a, index) =>
          tokens
            .slice(index + 1)
            .map((b): Pool => ({ router, tokens: [a, b], reserves: [10n ** 30n, 10n ** 30n] })),
        ),
      ),
    ),
  quotes: async (questions) => ok(questions.map(({ amountIn }) => amountIn)),
  gasUsdE18: async () => ok(10n ** 18n),
  simulate: async () => ok(null),
  estimateGas: async () => ok(320_000n),
};

let number = 0;
const proposed = async (nonce: number): Promise<Action<ProposalBody>> => {
  const order = {
    ...{
      maker: addressToWord(PORTFOLIO),
      makerAsset: addressToWord(SOLD),
      takerAsset: addressToWord(BOUGHT),
    },
    ...{
      makingAmount: 1_000n,
      takingAmount: 990n,
      nonce: BigInt(nonce),
      router: ROUTER,
      data: '0x12' as Hex,
      context: null,
    },
  };
  const generation = BigInt(nonce);
  const place = { chainId: CHAIN_ID, generation };
  const body = await signProposal({ order, expiresAtSeconds: 2_000_000_000 }, place, signing);
  if (!body.ok) throw new Error(body.error.message);
  return {
    ...{ id: numberToHex(nonce, { size: 32 }), portfolioId: '1', chainId: CHAIN_ID, account: PORTFOLIO },
    ...{ generation, venue: 'proposal', body: body.value },
    leg: { index: nonce, sliceNumber: 1, sellToken: SOLD, buyToken: BOUGHT },
  };
};

/** Signed and stored, as a tick leaves it behind; each under a generation of its own, so that all may live at once. */
const journaled = async (): Promise<Action<ProposalBody>> => {
  number += 1;
  const action = await proposed(number);
  const { id, body } = action;
  const { admin } = database;
  await admin`insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, ${number}, 'proposal', ${SOLD}, ${BOUGHT}, 1000, 990 from decisions`;
  await admin`insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver,
      sell_token, buy_token, sell_units, buy_units, salt, maker_traits, router, swap_data, signature, expires_at_seconds)
    select ${id}, ${body.orderHash}, portfolio_id, id, ${number}, 'proposal', ${CHAIN_ID}, ${number}, ${PORTFOLIO},
      ${numberToHex(0, { size: 20 })}, ${SOLD}, ${BOUGHT}, 1000, 990, ${number}, 0, ${ROUTER}, '0x12', ${body.signature},
      2000000000 from decisions`;
  return action;
};

describeVenue('proposals over the real journal', async () => {
  let isDown = false;
  let isLost = false;
  let signatures = 0;
  const run = <T>(work: (sql: TransactionSql) => Promise<T>): Promise<Result<T>> =>
    asDatabaseResult(() => (isDown ? gone : bot).run(work));
  const journal = proposalJournal(run);
  const signAs: SignAs = () => async (digest) => {
    signatures += 1;
    return signing(digest);
  };
  const stranger = await proposed(999_999);
  return {
    venue: proposalVenue({
      ...{ chain: obligingPools, askSwap: null, signAs },
      journal: {
        ...journal,
        // What was asked is done, and nobody hears of it.
        wish: async (wished) => {
          const answer = await journal.wish(wished);
          return isLost
            ? fail('database-unavailable', 'The answer was lost.', { when: 'next-tick' })
            : answer;
        },
      },
    }),
    signatures: () => signatures,
    ...{ journaled, takesBack: true, fillsInParts: false },
    stranger: () => stranger,
    fill: async ({ id }, units) => {
      await database.admin`update orders set status = 'filled', filled_sell_units = ${units.toString()}, closed_at = now()
        where id = ${id}`;
    },
    close: async ({ id }) => {
      await database.admin`update orders set status = 'expired', closed_at = now() where id = ${id}`;
    },
    shown: async () => {
      const rows = await database.admin<{ order_hash: Hex }[]>`
        select o.order_hash from calls c join orders o on o.id = c.order_id
        where c.sender = ${SENDER.toLowerCase()} and c.status in ('wanted', 'pending') and o.status = 'open'`;
      return rows.map(({ order_hash }) => order_hash);
    },
    setDown: async (down) => {
      isDown = down;
    },
    loseAnswers: async (lost) => {
      isLost = lost;
    },
  };
});
