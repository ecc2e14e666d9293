import type { Address } from 'viem';
import { exactUnits } from './exact-units.ts';
import {
  type OwnerCall,
  pauseCall,
  revokeSignerCall,
  voidOrdersCall,
  withdrawAllCall,
} from './owner-call.ts';
import type { AssetFact, PortfolioFacts } from './read-portfolio.ts';

/** One thing that can be done here: what it is called, what it means, the call, and what the chain must say once it is mined. */
export type EmergencyAction = {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  /** As it stands in the contract, for an explorer or another wallet. */
  readonly signature: string;
  /** Has to be typed before it is sent; null: nothing has to. */
  readonly confirmBy: string | null;
  readonly call: (facts: PortfolioFacts, to: Address) => OwnerCall;
  readonly effects: (facts: PortfolioFacts, to: Address) => readonly string[];
  /** What is wrong with the chain's answer afterwards; null: it is done. */
  readonly missing: (before: PortfolioFacts, after: PortfolioFacts) => string | null;
};

const ordersVoid = (before: PortfolioFacts, after: PortfolioFacts): string | null =>
  after.generation > before.generation
    ? null
    : `The generation is still ${after.generation}: older orders live.`;

export const nameOf = ({ symbol, token }: AssetFact): string =>
  symbol === null ? token : `${symbol} (${token})`;

const heldText = (asset: AssetFact): string =>
  asset.held === null
    ? `${nameOf(asset)}: the token doesn’t say its balance; it is tried, and skipped if it fails`
    : `${exactUnits(asset.held, asset.decimals)} ${nameOf(asset)}`;

const voidsOrders = ({ generation }: PortfolioFacts): string =>
  `Every order and proposal signed so far (generation ${generation} and before) is void; half-filled ones too.`;

/** In the order in which a frightened owner wants them. */
export const EMERGENCY_ACTIONS: readonly EmergencyAction[] = [
  {
    id: 'pause',
    title: 'Pause',
    meaning: 'Stops all trading at once. Your tokens stay where they are, and you can still withdraw.',
    signature: 'pause()',
    confirmBy: null,
    call: ({ portfolio }) => pauseCall(portfolio),
    effects: (facts) => [
      'No token moves.',
      'Nothing signed is valid while it is paused.',
      voidsOrders(facts),
    ],
    missing: (before, after) => (after.paused ? ordersVoid(before, after) : 'It is not paused.'),
  },
  {
    id: 'void-orders',
    title: 'Void all orders',
    meaning: 'Kills every open order. The bot may sign new ones afterwards, unless it is paused or revoked.',
    signature: 'bumpGeneration()',
    confirmBy: null,
    call: ({ portfolio }) => voidOrdersCall(portfolio),
    effects: (facts) => ['No token moves.', voidsOrders(facts)],
    missing: ordersVoid,
  },
  {
    id: 'revoke-signer',
    title: 'Revoke the signer',
    meaning: 'The bot’s key may sign nothing any more, until you name another. Kills every open order too.',
    signature: 'setSigner(address)',
    confirmBy: null,
    call: ({ portfolio }) => revokeSignerCall(portfolio),
    effects: (facts) => ['No token moves.', `${facts.signer} loses every right.`, voidsOrders(facts)],
    missing: (before, after) =>
      BigInt(after.signer) === 0n ? ordersVoid(before, after) : `${after.signer} may still sign.`,
  },
  {
    id: 'withdraw-all',
    title: 'Withdraw all',
    meaning: 'Sends all of every token, as it is, to the connected account. A token that fails is skipped.',
    signature: 'withdrawAll(address[],address)',
    confirmBy: 'withdraw all',
    call: ({ portfolio, assets }, to) =>
      withdrawAllCall(portfolio, { tokens: assets.map(({ token }) => token), to }),
    effects: ({ assets }, to) => [`To ${to}:`, ...assets.map(heldText)],
    missing: (_, { assets }) => {
      const left = assets.filter(({ held }) => held !== 0n);
      return left.length === 0 ? null : `Still here: ${left.map(heldText).join('; ')}.`;
    },
  },
];
