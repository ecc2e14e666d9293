import { domainIdOf, usdcContracts, v2 } from '@stable-io/cctp-sdk-definitions';
import * as chains from 'viem/chains';
import { describe, expect, it } from 'vitest';
import { CCTP_CHAINS } from './domains.ts';

const NAMES = ['Ethereum', 'Avalanche', 'Optimism', 'Arbitrum', 'Base', 'Polygon'] as const;
const WITH_CONTRACTS = ['Ethereum', 'Avalanche', 'Arbitrum', 'Base', 'Optimism'] as const;
const NETWORKS = ['Mainnet', 'Testnet'] as const;
// That SDK's ids of two test nets are those of their predecessors.
const IDS = {
  Ethereum: { Mainnet: chains.mainnet.id, Testnet: chains.sepolia.id },
  Avalanche: { Mainnet: chains.avalanche.id, Testnet: chains.avalancheFuji.id },
  Optimism: { Mainnet: chains.optimism.id, Testnet: chains.optimismSepolia.id },
  Arbitrum: { Mainnet: chains.arbitrum.id, Testnet: chains.arbitrumSepolia.id },
  Base: { Mainnet: chains.base.id, Testnet: chains.baseSepolia.id },
  Polygon: { Mainnet: chains.polygon.id, Testnet: chains.polygonAmoy.id },
} as const;
const chainOf = (network: (typeof NETWORKS)[number], name: (typeof NAMES)[number]) =>
  CCTP_CHAINS.get(IDS[name][network]);

describe.each(NETWORKS)('chains of CCTP, %s', (network) => {
  it.each(NAMES)('%s has the domain and the USDC that another SDK knows', (name) => {
    const usdc = usdcContracts.contractAddressOf[network][name].toLowerCase();
    expect(chainOf(network, name)).toMatchObject({ domain: domainIdOf(name), usdc });
  });

  it.each(WITH_CONTRACTS)('%s has the contracts that another SDK knows', (name) => {
    const contract = (kind: 'messageTransmitter' | 'tokenMessenger') =>
      v2.contractAddressOf(network, name, kind).toLowerCase();
    expect(chainOf(network, name)).toMatchObject({
      ...{ messageTransmitter: contract('messageTransmitter'), tokenMessenger: contract('tokenMessenger') },
    });
  });
});

it('are told apart by chain where a main net and its test net share a domain', () => {
  const [main, test] = [chainOf('Mainnet', 'Base'), chainOf('Testnet', 'Base')];
  expect(main?.domain).toBe(test?.domain);
  expect(main?.usdc).not.toBe(test?.usdc);
});
