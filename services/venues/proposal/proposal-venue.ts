import { type Hex, recoverAddress } from 'viem';
import type { Action } from '../../../lib/ledger/action.ts';
import { type Call, proposalCallOf, rebalanceCalldata } from '../../../lib/ledger/call.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import {
  type Checking,
  FREE,
  type MarkedPlaced,
  type Placing,
  type PlacingState,
  type Venue,
  type VenueOrderStatus,
} from '../../../lib/ledger/venue.ts';
import { BPS, mulDivUp } from '../../../lib/money/fixed-point.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import type { ProposalBody } from '../../../lib/orders/sign-proposal.ts';
import { GAS_BUFFER_BPS_DEFAULT } from '../../../lib/policy/policy-fields.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { AskSwap } from '../oneinch/swap-client.ts';
import { fromJournal, PLACINGS } from '../order-book/order-book-venue.ts';
import { guardProposal } from './guard-proposal.ts';
import { prepareProposals, type SwapChain } from './prepare-proposals.ts';
import { type SwapCosts, termsOfPools } from './proposal-terms.ts';

type Proposed = Action<ProposalBody>;

/** A proposal and the call that carries it out. */
export type WishedProposal = { readonly action: Proposed; readonly call: Call };

/** Where proposals are written down; what is wished there is sent by the tick, and followed to its end. */
export type ProposalJournal = {
  /** Whether each may be sent now; one answer each, in their order. Changes nothing. */
  readonly placeable: (ids: readonly Hex[]) => Promise<Result<readonly PlacingState[]>>;
  /** The gas limit of each as a share of the estimate, in basis points, by the policy that it was decided under; none where that says nothing. */
  readonly gasBuffers: (ids: readonly Hex[]) => Promise<Result<ReadonlyMap<Hex, number>>>;
  /** Notes each as sent and wishes its call, both or neither, once; one answer each, in their order. */
  readonly wish: (wished: readonly WishedProposal[]) => Promise<Result<readonly MarkedPlaced[]>>;
  /** Gives the wish up; false when there was none. Bytes that a node has may be carried out all the same. */
  readonly hide: (id: Hex) => Promise<Result<boolean>>;
  readonly find: (id: Hex) => Promise<Result<VenueOrderStatus>>;
};

export type ProposalChain = SwapChain &
  SwapCosts & {
    /** Null when the call goes through on the block's state, else why not, in words. */
    readonly simulate: (
      call: Pick<Call, 'sender' | 'target' | 'data'>,
      block: BatchReading['block'],
    ) => Promise<Result<string | null>>;
    /** Gas that it uses. Fails with `order-not-fillable` when it would not go through at the head. */
    readonly estimateGas: (call: Pick<Call, 'sender' | 'target' | 'data'>) => Promise<Result<bigint>>;
  };

export type ProposalPorts = {
  readonly journal: ProposalJournal;
  readonly chain: ProposalChain;
  /** 1inch's swap API; null where no key of it is set. */
  readonly askSwap: AskSwap | null;
  /** Null when nothing is to be signed. */
  readonly signAs: SignAs | null;
};

/** Who has signed it, and therefore sends it: the account's signer at the time. */
const callOf = async (action: Proposed): Promise<Omit<Call, 'gasLimit' | 'id'>> => {
  const { chainId, portfolioId, account: target, body } = action;
  const signer = await recoverAddress({ hash: body.orderHash, signature: body.signature });
  const sender = signer.toLowerCase() as Call['sender'];
  return { chainId, portfolioId, sender, target, data: rebalanceCalldata(action) };
};

/** It was right when it was signed: what has changed since is nobody's fault. */
const verdictOn = async (
  { action, observation }: Checking<ProposalBody>,
  block: BatchReading['block'],
  { simulate }: ProposalChain,
): Promise<Result<Result<null>>> => {
  const passed = guardProposal({ ...action.body, generation: action.generation }, observation);
  if (!passed.ok) return ok(fail('order-outdated', passed.error.message, { when: 'next-tick' }));
  const simulated = await simulate(await callOf(action), block);
  if (!simulated.ok) return simulated;
  return ok(
    simulated.value === null
      ? ok(null)
      : fail('order-not-fillable', `The contract refuses the proposal: ${simulated.value}`, {
          when: 'next-tick',
        }),
  );
};

const NOT_REACHED = fail('not-reached', 'Time was up before it was asked about.', { when: 'next-tick' });

const checkAll = async (
  checkings: readonly Checking<ProposalBody>[],
  { block, timeIsUp }: BatchReading,
  chain: ProposalChain,
): Promise<Result<readonly Result<null>[]>> => {
  const verdicts: Result<null>[] = [];
  for (const checking of checkings) {
    if (verdicts.length > 0 && timeIsUp()) {
      verdicts.push(NOT_REACHED);
      continue;
    }
    const verdict = await verdictOn(checking, block, chain);
    if (!verdict.ok) return verdict;
    verdicts.push(verdict.value);
  }
  return ok(verdicts);
};

const placeAll = async (
  actions: readonly Proposed[],
  { journal, chain }: Pick<ProposalPorts, 'journal' | 'chain'>,
): Promise<Result<readonly Result<Placing>[]>> => {
  const ids = actions.map(({ id }) => id);
  const [states, buffers] = await Promise.all([
    fromJournal(journal.placeable(ids)),
    fromJournal(journal.gasBuffers(ids)),
  ]);
  if (!states.ok) return states;
  if (!buffers.ok) return buffers;
  const wished: WishedProposal[] = [];
  const refused = new Map<Hex, Result<never>>();
  for (const [index, action] of actions.entries()) {
    if (states.value[index] !== 'placeable') continue;
    const call = await callOf(action);
    const gas = await chain.estimateGas(call);
    if (!gas.ok) {
      refused.set(action.id, gas);
      continue;
    }
    const bufferBps = BigInt(buffers.value.get(action.id) ?? GAS_BUFFER_BPS_DEFAULT);
    const gasLimit = mulDivUp(gas.value, bufferBps, BPS);
    wished.push({ action, call: proposalCallOf(action, { sender: call.sender, gasLimit }) });
  }
  const marked = await fromJournal(journal.wish(wished));
  if (!marked.ok) return marked;
  const marks = new Map(wished.map(({ action }, index) => [action.id, marked.value[index] ?? 'unknown']));
  return ok(
    actions.map(({ id }, index): Result<Placing> => {
      const state = states.value[index] ?? 'unknown';
      if (state !== 'placeable') return PLACINGS[state];
      return refused.get(id) ?? PLACINGS[marks.get(id) ?? 'unknown'];
    }),
  );
};

/**
 * The bot itself, by transactions of its own: each leg is one swap through a router that the owner allows, signed as a proposal, which the
 * contract judges as it judges fills. Whoever sees the bytes may send them until they expire: a proposal lives as an order does.
 */
export const proposalVenue = (ports: ProposalPorts): Venue<ProposalBody> => {
  const { journal, chain, askSwap, signAs } = ports;
  return {
    id: 'proposal',
    terms: async () => ok(FREE),
    termsFor: (accounts, block) => termsOfPools(accounts, block, chain),
    prepare: (intents, observation) => prepareProposals(intents, observation, { signAs, chain, askSwap }),
    check: (checkings, reading) => checkAll(checkings, reading, chain),
    place: (actions) => placeAll(actions, ports),
    cancel: async ({ id }) => {
      const hidden = await fromJournal(journal.hide(id));
      return hidden.ok ? ok({ wasShown: hidden.value }) : hidden;
    },
    status: ({ id }) => fromJournal(journal.find(id)),
  };
};
