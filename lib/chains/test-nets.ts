import type { Address } from 'viem';
import type { ChainRow } from './chain.ts';

/**
 * Sources as for the main nets (main-nets.ts), but for feeds: data/feeds of @chainlink/mcp-server 0.0.1-alpha.17, which Chainlink
 * publishes; it names no heartbeats. No deployment of 1inch's router is published on any of these. Finality as on the main net.
 */
const OP_WETH: Address = '0x4200000000000000000000000000000000000006';
/** `GasPriceOracle` of every chain of the OP stack: specs.optimism.io, predeploys. */
const OP_DATA_FEES: Address = '0x420000000000000000000000000000000000000F';
const TEST_NET = {
  ...{ testnet: true, router: null, sequencerFeed: null, dataFeeOracle: null, tokens: [] },
  // No service prices a test net's tokens.
  ...{ spotRouter: null, coingeckoPlatform: null, oneinchPrices: false },
} as const;

export const TEST_NETS: readonly ChainRow[] = [
  {
    ...TEST_NET,
    id: 11_155_111,
    slug: 'sepolia',
    name: 'Sepolia',
    nativeSymbol: 'ETH',
    wrappedNative: '0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14', // cowprotocol/token-lists, CowSwapSepolia.json
    blockTimeSeconds: 12,
    finalityBlocks: 75,
    publicRpcUrls: ['https://11155111.rpc.thirdweb.com'],
    feeds: [
      ['ETH', '0x694AA1769357215DE4FAC081bf1f309aDC325306', null],
      ['BTC', '0x1b44F3514812d835EB1BDB0acB33d3fA3351Ee43', null],
      ['USDC', '0xA2F78ab2355fe2f984D808B5CeE7FD0A93D5270E', null],
      ['DAI', '0x14866185B1962B63C3Ea9E03Bc1da838bab34C19', null],
      ['LINK', '0xc59E3633BAAC79493d908e63626716e204A45EdF', null],
    ],
  },
  {
    ...TEST_NET,
    id: 84_532,
    slug: 'base-sepolia',
    name: 'Base Sepolia',
    nativeSymbol: 'ETH',
    wrappedNative: OP_WETH,
    dataFeeOracle: OP_DATA_FEES,
    blockTimeSeconds: 2,
    finalityBlocks: 540,
    publicRpcUrls: ['https://sepolia.base.org'],
    feeds: [
      ['ETH', '0x4aDC67696bA383F43DD60A9e78F2C97Fbbfc7cb1', null],
      ['BTC', '0x0FB99723Aee6f420beAD13e6bBB79b7E6F034298', null],
      ['USDC', '0xd30e2101a97dcbAeBCBC04F14C3f624E67A35165', null],
      ['LINK', '0xb113F5A928BCfF189C998ab20d753a47F9dE5A61', null],
    ],
  },
  {
    ...TEST_NET,
    id: 421_614,
    slug: 'arbitrum-sepolia',
    name: 'Arbitrum Sepolia',
    nativeSymbol: 'ETH',
    wrappedNative: '0x980B62Da83eFf3D4576C647993b0c1D7faf17c73', // OffchainLabs, the bridge's child WETH
    blockTimeSeconds: 0.25,
    finalityBlocks: 4_080,
    publicRpcUrls: ['https://sepolia-rollup.arbitrum.io/rpc'],
    feeds: [
      ['ETH', '0xd30e2101a97dcbAeBCBC04F14C3f624E67A35165', null],
      ['BTC', '0x56a43EB56Da12C0dc1D972ACb089c06a5dEF8e69', null],
      ['USDC', '0x0153002d20B96532C639313c2d54c3dA09109309', null],
      ['LINK', '0x0FB99723Aee6f420beAD13e6bBB79b7E6F034298', null],
    ],
  },
  {
    ...TEST_NET,
    id: 11_155_420,
    slug: 'optimism-sepolia',
    name: 'OP Sepolia',
    nativeSymbol: 'ETH',
    wrappedNative: OP_WETH,
    dataFeeOracle: OP_DATA_FEES,
    blockTimeSeconds: 2,
    finalityBlocks: 600,
    publicRpcUrls: ['https://sepolia.optimism.io'],
    feeds: [
      ['ETH', '0x61Ec26aA57019C486B10502285c5A3D4A4750AD7', null],
      ['BTC', '0x3015aa11f5c2D4Bd0f891E708C8927961b38cE7D', null],
      ['USDC', '0x6e44e50E3cc14DD16e01C590DC1d7020cb36eD4C', null],
      ['LINK', '0x53f91dA33120F44893CB896b12a83551DEDb31c6', null],
    ],
  },
  {
    ...TEST_NET,
    id: 80_002,
    slug: 'polygon-amoy',
    name: 'Polygon Amoy',
    nativeSymbol: 'POL',
    wrappedNative: null, // several sources name one contract, none of them Polygon's own
    blockTimeSeconds: 2,
    finalityBlocks: 500,
    publicRpcUrls: ['https://polygon-amoy.drpc.org'],
    feeds: [
      ['POL', '0x001382149eBa3441043c1c66972b4772963f5D43', null],
      ['ETH', '0xF0d50568e3A7e8259E16663972b11910F89BD8e7', null],
      ['BTC', '0xe7656e23fE8077D438aEfbec2fAbDf2D8e070C4f', null],
      ['USDC', '0x1b8739bB4CdF0089d07097A9Ae5Bd274b29C6F16', null],
      ['LINK', '0xc2e2848e28B9fE430Ab44F55a8437a33802a219C', null],
    ],
  },
  {
    ...TEST_NET,
    id: 43_113,
    slug: 'avalanche-fuji',
    name: 'Avalanche Fuji',
    nativeSymbol: 'AVAX',
    wrappedNative: '0xd00ae08403B9bbb9124bB305C09058E32C39A48c', // aave-address-book, AaveV3Fuji.ts
    blockTimeSeconds: 1.7,
    finalityBlocks: 1,
    publicRpcUrls: ['https://api.avax-test.network/ext/bc/C/rpc'],
    feeds: [
      ['AVAX', '0x5498BB86BC934c8D34FDA08E81D444153d0D06aD', null],
      ['ETH', '0x86d67c3D38D2bCeE722E601025C25a575021c6EA', null],
      ['BTC', '0x31CF013A08c6Ac228C94551d535d5BAfE19c602a', null],
      ['USDC', '0x97FE42a7E96640D932bbc0e1580c73E705A8EB73', null],
      ['LINK', '0x34C4c526902d88a3Aa98DB8a9b802603EB1E3470', null],
    ],
  },
  {
    ...TEST_NET,
    id: 31_337,
    slug: 'local',
    name: 'Local chain',
    nativeSymbol: 'ETH',
    wrappedNative: null, // deployed anew by each world
    router: '0x111111125421cA6dc452d289314280a0f8842A65', // the local stack puts its code there
    blockTimeSeconds: 1,
    finalityBlocks: 64, // anvil's `finalized`
    publicRpcUrls: [],
    feeds: [],
  },
];
