import { deploySmartAccountsEnvironment } from '@metamask/smart-accounts-kit/utils';
import type { Address } from 'viem';
import { hardhat } from 'viem/chains';
import type { Deployer } from '../../hardhat/deploy/deploy-local.ts';
import { type DelegationFramework, enforcersOf } from '../../lib/delegations/framework.ts';

/** What the official kit has deployed, in its own words. */
export type Kit = Awaited<ReturnType<typeof deploySmartAccountsEnvironment>>;

const lower = (address: Address): Address => address.toLowerCase() as Address;

/** The official delegation framework, all of it, on a local chain. */
export const deployKit = ({ walletClient, publicClient }: Deployer): Promise<Kit> =>
  deploySmartAccountsEnvironment(walletClient, publicClient, hardhat);

/** The kit's addresses by our words, lower-cased. @throws where it lacks one */
export const frameworkOf = (kit: Kit): DelegationFramework => {
  const { EIP7702StatelessDeleGatorImpl: upgraded, HybridDeleGatorImpl: hybrid } = kit.implementations;
  if (upgraded === undefined || hybrid === undefined) throw new Error('the kit lacks the code of accounts');
  const { period, timestamp, value, nonce, redeemer } = enforcersOf(kit);
  return {
    manager: lower(kit.DelegationManager),
    enforcers: {
      ...{ period: lower(period), timestamp: lower(timestamp), value: lower(value) },
      ...{ nonce: lower(nonce), redeemer: lower(redeemer) },
    },
    accounts: { upgraded: lower(upgraded), hybrid: lower(hybrid), deployer: lower(kit.SimpleFactory) },
  };
};
