'use client';

import { type Query, useQueries, useQuery } from '@tanstack/react-query';
import { type Hex, isHex } from 'viem';
import { decodeBurnMessage } from '../../../lib/cctp/message.ts';
import {
  type AttestedTest,
  type CashCreationStep,
  cashCreationSteps,
} from '../../../lib/creation/cash/cash-creation-steps.ts';
import {
  type CashCreationChain,
  type CashDraft,
  chainIdsOf,
  keptOf,
  withKept,
} from '../../../lib/creation/cash/cash-draft.ts';
import { type Expected, readCashChain } from '../../../lib/creation/cash/read-cash-chain.ts';
import { apiRequest, problemSentence } from '../../ui/api-request.ts';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';
import type { CashDraftStore } from './cash-draft-store.ts';

const READ_EVERY_MS = 2_000;
const ATTESTED_EVERY_MS = 5_000;

/** A test's burn, where it was and where it goes. */
type Burnt = { readonly from: CashCreationChain; readonly to: CashCreationChain; readonly hash: Hex };

const burntOf = (draft: CashDraft, chains: readonly CashCreationChain[]): readonly Burnt[] => {
  const chosen = chainIdsOf(draft);
  return chains
    .filter(({ id }) => chosen.includes(id))
    .flatMap((from) =>
      (keptOf(draft, from.id)?.burns ?? []).flatMap(({ domain, hash }) => {
        const to = chains.find((chain) => chain.domain === domain);
        const hasArrived = to === undefined || keptOf(draft, to.id)?.arrived.includes(from.domain);
        return to === undefined || hasArrived === true ? [] : [{ from, to, hash }];
      }),
    );
};

/** Null: Circle has not attested it yet. @throws what the server says */
const askAttestation = async ({ from, hash }: Burnt): Promise<AttestedTest | null> => {
  const answer = await apiRequest('GET', `/api/attestations/${from.id}/${hash}`);
  if (!answer.ok) throw new Error(problemSentence(answer.problem));
  const { message, attestation } = answer.value as {
    readonly message: unknown;
    readonly attestation: unknown;
  };
  return isHex(message) && isHex(attestation) ? { message, attestation } : null;
};

export type CashCreationView = {
  readonly steps: readonly CashCreationStep[];
  /** What the wallet's chain, or the server, does not say just now, in a sentence. */
  readonly trouble: string | null;
  readonly readAgain: () => void;
};

/** How far a creation is, read again and again on the chain that the wallet is on; what other chains said last is remembered. */
export function useCashCreation(
  wallet: ConnectedWallet,
  chains: readonly CashCreationChain[],
  { draft, update }: Pick<CashDraftStore, 'draft' | 'update'>,
): CashCreationView {
  const burnt = burntOf(draft, chains);
  const told = useQueries({
    queries: burnt.map((one) => ({
      queryKey: ['attested', one.from.id, one.hash],
      queryFn: () => askAttestation(one),
      refetchInterval: ({ state }: Query<AttestedTest | null>) =>
        state.data ? (false as const) : ATTESTED_EVERY_MS,
    })),
  });
  const attested = new Map<Hex, AttestedTest>();
  const expected: Expected[] = [];
  for (const [index, { from, to, hash }] of burnt.entries()) {
    const answer = told[index]?.data ?? null;
    if (answer === null) continue;
    attested.set(hash, answer);
    const read = decodeBurnMessage(answer.message);
    if (read.ok && to.id === wallet.chainId) expected.push({ domain: from.domain, nonce: read.value.nonce });
  }
  const { begun } = draft;
  const chain = chains.find(({ id }) => id === wallet.chainId && chainIdsOf(draft).includes(id)) ?? null;
  const { error, refetch } = useQuery({
    queryKey: ['cash-creation', chain?.id, begun, expected.map(({ nonce }) => nonce)],
    enabled: chain !== null && begun !== null,
    refetchInterval: READ_EVERY_MS,
    queryFn: async () => {
      if (chain === null || begun === null) return null;
      const kept = await readCashChain(wallet.ask, {
        ...{ chain, draft, begun, expected, kept: keptOf(draft, chain.id) },
      });
      update((now) => (now.begun === null ? now : withKept(now, chain.id, kept)));
      return kept.nowSeconds;
    },
  });
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const unheard = told.find((one) => one.error !== null)?.error ?? null;
  return {
    steps: cashCreationSteps(draft, { chains, attested, nowSeconds }),
    trouble: error?.message ?? unheard?.message ?? null,
    readAgain: () => void refetch(),
  };
}
