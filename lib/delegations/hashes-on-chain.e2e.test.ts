import fc from 'fast-check';
import { createPublicClient, type Hex, http, parseAbi } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { buildDelegationWorld, type DelegationWorld } from '../../e2e/support/delegation-world.ts';
import { delegatedProposalHash, type Proposal } from '../orders/proposal-typed-data.ts';
import { arbitraryProposal } from '../orders/testing/arbitrary-order.ts';
import { delegationHash, type SignedDelegation } from './delegation.ts';
import { arbitrarySignedDelegation } from './testing/arbitrary-delegation.ts';

const THOUSAND = 1_000;
const abi = parseAbi([
  'struct Caveat { address enforcer; bytes terms; bytes args; }',
  'struct Delegation { address delegate; address delegator; bytes32 authority; Caveat[] caveats; uint256 salt; bytes signature; }',
  'struct Swap { address router; address tokenIn; uint256 amountIn; address tokenOut; uint256 minOut; bytes data; }',
  'function getDelegationHash(Delegation delegation) view returns (bytes32)',
  'function proposalHash(Swap[] swaps, uint256 nonce, uint40 generation, uint40 deadline) view returns (bytes32)',
]);

let anvil: Anvil;
let world: DelegationWorld;
beforeAll(async () => {
  anvil = await startAnvil(undefined, 31_337, ['--hardfork', 'prague']);
  world = await buildDelegationWorld(anvil.rpcUrl);
}, 240_000);
afterAll(() => anvil?.stop());

const client = () => createPublicClient({ transport: http(anvil.rpcUrl, { batch: { batchSize: 100 } }) });

it('a delegation’s hash is that of the kit’s DelegationManager, for 1,000 random ones', async () => {
  const chain = client();
  const ask = (delegation: SignedDelegation): Promise<Hex> =>
    chain.readContract({
      ...{ address: world.place.manager, abi, functionName: 'getDelegationHash', args: [delegation] },
    });
  const delegations = fc.sample(arbitrarySignedDelegation, THOUSAND);
  expect(await Promise.all(delegations.map(ask))).toEqual(delegations.map(delegationHash));
}, 120_000);

it('a proposal’s hash is that of the account’s contract, for 1,000 random ones', async () => {
  const chain = client();
  const ask = ({ swaps, nonce, generation, deadlineSeconds }: Proposal): Promise<Hex> =>
    chain.readContract({
      ...{ address: world.clone, abi, functionName: 'proposalHash' },
      args: [swaps, nonce, Number(generation), deadlineSeconds],
    });
  const proposals = fc
    .sample(arbitraryProposal, THOUSAND)
    .map((one) => ({ ...one, chainId: 31_337, portfolio: world.clone }));
  expect(await Promise.all(proposals.map(ask))).toEqual(proposals.map(delegatedProposalHash));
}, 120_000);
