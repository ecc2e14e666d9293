import type { Address } from 'viem';
import type { ChainRow } from './chain.ts';

/**
 * Sources. Name, native coin, block time (where it says one) and public endpoint: viem 2.57.1, chains/definitions. Router:
 * `getLimitOrderContract` of @1inch/limit-order-sdk 5.4.3, which knows one address for all of these. Feeds and heartbeats: Chainlink's
 * reference data directory (the JSON behind docs.chain.link/data-feeds/price-feeds/addresses), the proxy of the path "<asset>-usd", read
 * in October 2026 on Ethereum, Base and Arbitrum and in October 2025 elsewhere. Sequencer: docs.chain.link/data-feeds/l2-sequencer-feeds.
 * Spot routers: docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments, counted in Circle's own USDC. CoinGecko's words:
 * its list of asset platforms; 1inch: the chains of its spot price API. Tokens and decimals: bgd-labs/aave-address-book, src/ts/AaveV3<Chain>.ts. Finality: docs.chain.link/ccip/ccip-execution-latency, its
 * depth in blocks, else its time by the block time.
 * Vaults: STATA_TOKEN of aave-address-book, in its second version, and Morpho's own list; what DefiLlama calls their pools: its /pools, as
 * others have recorded it. No node and no service was asked here: a vault that holds something else is refused when it is read.
 */
const ROUTER: Address = '0x111111125421cA6dc452d289314280a0f8842A65';
/** Wrapped ether of every chain of the OP stack: specs.optimism.io, predeploys. */
const OP_WETH: Address = '0x4200000000000000000000000000000000000006';
/** `GasPriceOracle` of every chain of the OP stack: specs.optimism.io, predeploys. Arbitrum's data is in its gas. */
const OP_DATA_FEES: Address = '0x420000000000000000000000000000000000000F';

export const MAIN_NETS: readonly ChainRow[] = [
  {
    id: 1,
    slug: 'ethereum',
    name: 'Ethereum',
    testnet: false,
    nativeSymbol: 'ETH',
    wrappedNative: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', // aave-address-book
    router: ROUTER,
    sequencerFeed: null,
    dataFeeOracle: null,
    spotRouter: {
      router: '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D',
      quoteToken: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
    },
    coingeckoPlatform: 'ethereum',
    oneinchPrices: true,
    blockTimeSeconds: 12,
    finalityBlocks: 75, // 15 minutes
    publicRpcUrls: ['https://ethereum.reth.rs/rpc'],
    feeds: [
      ['ETH', '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419', 3_600],
      ['BTC', '0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c', 3_600],
      ['USDC', '0x8fFfFfd4AfB6115b954Bd326cbe7B4BA576818f6', 82_800],
      ['USDT', '0x3E7d1eAB13ad0104d2750B8863b489D65364e32D', 86_400],
      ['DAI', '0xAed0c38402a5d19df6E4c03F4E2DceD6e29c1ee9', 3_600],
      ['LINK', '0x2c1d072e956AFFC0D435Cb7AC38EF18d24d9127c', 3_600],
      ['AAVE', '0x547a514d5e3769680Ce22B2361c10Ea13619e8a9', 3_600],
      ['cbBTC', '0x2665701293fCbEB223D11A08D826563EDcCE423A', 86_400],
    ],
    tokens: [
      ['WETH', '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', 18, 'ETH'],
      ['WBTC', '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599', 8, 'BTC'],
      ['cbBTC', '0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf', 8, 'cbBTC'],
      ['USDC', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 6, 'USDC'],
      ['USDT', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 6, 'USDT'],
      ['DAI', '0x6B175474E89094C44Da98b954EedeAC495271d0F', 18, 'DAI'],
      ['LINK', '0x514910771AF9Ca656af840dff83E8264EcF986CA', 18, 'LINK'],
      ['AAVE', '0x7Fc66500c84A76Ad7e9c93437bFc5Ac33E2DDaE9', 18, 'AAVE'],
    ],
    vaults: [
      [
        'Wrapped Aave USDC',
        'Aave v3',
        '0xD4fa2D31b7968E448877f69A96DE69f5de8cD23E',
        6,
        'aa70268e-4b52-42bf-a116-608b370f9501',
      ],
      ['Steakhouse USDC', 'Morpho', '0xBEEF01735c132Ada46AA9aA4c54623cAA92A64CB', 18, null],
    ],
  },
  {
    id: 8_453,
    slug: 'base',
    name: 'Base',
    testnet: false,
    nativeSymbol: 'ETH',
    wrappedNative: OP_WETH,
    router: ROUTER,
    sequencerFeed: '0xBCF85224fc0756B9Fa45aA7892530B47e10b6433',
    dataFeeOracle: OP_DATA_FEES,
    spotRouter: {
      router: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
      quoteToken: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    },
    coingeckoPlatform: 'base',
    oneinchPrices: true,
    blockTimeSeconds: 2,
    finalityBlocks: 540, // 18 minutes
    publicRpcUrls: ['https://mainnet.base.org'],
    feeds: [
      // Of ETH and BTC the directory lists only the proxies that give back the value of liquidations ("eth-usd-svr") any more.
      ['ETH', '0xa4250cE1aA15Ff4cb5E5a8655293b65694e436Ed', 1_200],
      ['BTC', '0x32F587986D3fb47601157c19615d568BeD0BCabc', 1_200],
      ['cbBTC', '0x07DA0E54543a844a80ABE69c8A12F22B3aA59f9D', 1_200],
      ['USDC', '0x7e860098F58bBFC8648a4311b374B1D669a2bc6B', 86_400],
      ['USDT', '0xf19d560eB8d2ADf07BD6D13ed03e1D11215721F9', 86_400],
      ['DAI', '0x591e79239a7d679378eC8c847e5038150364C78F', 86_400],
      ['LINK', '0x17CAb8FE31E32f08326e5E27412894e49B0f9D65', 86_400],
      ['AAVE', '0x3d6774EF702A10b20FCa8Ed40FC022f7E4938e07', 86_400], // October 2025
    ],
    tokens: [
      ['WETH', OP_WETH, 18, 'ETH'],
      ['cbBTC', '0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf', 8, 'cbBTC'],
      ['USDC', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', 6, 'USDC'],
      ['AAVE', '0x63706e401c06ac8513145b7687A14804d17f814b', 18, 'AAVE'],
    ],
    vaults: [
      [
        'Wrapped Aave USDC',
        'Aave v3',
        '0xC768c589647798a6EE01A91FdE98EF2ed046DBD6',
        6,
        '7e0661bf-8cf3-45e6-9424-31916d4c7b84',
      ],
    ],
  },
  {
    id: 42_161,
    slug: 'arbitrum',
    name: 'Arbitrum One',
    testnet: false,
    nativeSymbol: 'ETH',
    wrappedNative: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', // aave-address-book
    router: ROUTER,
    sequencerFeed: '0xFdB631F5EE196F0ed6FAa767959853A9F217697D',
    dataFeeOracle: null,
    spotRouter: {
      router: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
      quoteToken: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
    },
    coingeckoPlatform: 'arbitrum-one',
    oneinchPrices: true,
    blockTimeSeconds: 0.25,
    finalityBlocks: 4_080, // 17 minutes
    publicRpcUrls: ['https://arb1.arbitrum.io/rpc'],
    feeds: [
      ['ETH', '0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612', 1_755],
      ['BTC', '0x6ce185860a4963106506C203335A2910413708e9', 1_755],
      ['USDC', '0x50834F3163758fcC1Df9973b6e91f0F0F0434aD3', 255],
      ['USDT', '0x3f3f5dF88dC9F13eac63DF89EC16ef6e7E25DdE7', 255],
      ['DAI', '0xc5C8E77B397E531B8EC06BFb0048328B30E9eCfB', 86_400],
      ['LINK', '0x86E53CF1B870786351Da77A57575e79CB55812CB', 1_755],
      ['ARB', '0xb2A824043730FE05F3DA2efaFa1CBbe83fa548D6', 86_400], // October 2025
      ['WBTC', '0xd0C7101eACbB49F3deCcCc166d238410D6D46d57', 86_400], // October 2025
      ['AAVE', '0xaD1d5344AaDE45F43E596773Bcc4c423EAbdD034', 86_400], // October 2025
    ],
    tokens: [
      ['WETH', '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', 18, 'ETH'],
      ['WBTC', '0x2f2a2543B76A4166549F7aaB2e75Bef0aefC5B0f', 8, 'WBTC'],
      ['USDC', '0xaf88d065e77c8cC2239327C5EDb3A432268e5831', 6, 'USDC'],
      ['USDT', '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', 6, 'USDT'],
      ['DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', 18, 'DAI'],
      ['LINK', '0xf97f4df75117a78c1A5a0DBb814Af92458539FB4', 18, 'LINK'],
      ['ARB', '0x912CE59144191C1204E64559FE8253a0e49E6548', 18, 'ARB'],
      ['AAVE', '0xba5DdD1f9d7F570dc94a51479a000E3BCE967196', 18, 'AAVE'],
    ],
    vaults: [
      [
        'Wrapped Aave USDC',
        'Aave v3',
        '0x7F6501d3B98eE91f9b9535E4b0ac710Fb0f9e0bc',
        6,
        'd9fa8e14-0447-4207-9ae8-7810199dfa1f',
      ],
    ],
  },
  {
    id: 10,
    slug: 'optimism',
    name: 'OP Mainnet',
    testnet: false,
    nativeSymbol: 'ETH',
    wrappedNative: OP_WETH,
    router: ROUTER,
    sequencerFeed: '0x371EAD81c9102C9BF4874A9075FFFf170F2Ee389',
    dataFeeOracle: OP_DATA_FEES,
    spotRouter: {
      router: '0x4A7b5Da61326A6379179b40d00F57E5bbDC962c2',
      quoteToken: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85',
    },
    coingeckoPlatform: 'optimistic-ethereum',
    oneinchPrices: true,
    blockTimeSeconds: 2,
    finalityBlocks: 600, // 20 minutes
    publicRpcUrls: ['https://mainnet.optimism.io'],
    feeds: [
      ['ETH', '0x13e3Ee699D1909E989722E753853AE30b17e08c5', 1_200],
      ['BTC', '0xD702DD976Fb76Fffc2D3963D037dfDae5b04E593', 1_200],
      ['WBTC', '0x718A5788b89454aAE3A028AE9c111A29Be6c2a6F', 1_200],
      ['USDC', '0x16a9FA2FDa030272Ce99B29CF780dFA30361E0f3', 86_400],
      ['USDT', '0xECef79E109e997bCA29c1c0897ec9d7b03647F5E', 86_400],
      ['DAI', '0x8dBa75e83DA73cc766A7e5a0ee71F656BAb470d6', 86_400],
      ['LINK', '0xCc232dcFAAE6354cE191Bd574108c1aD03f86450', 1_200],
      ['OP', '0x0D276FC14719f9292D5C1eA2198673d1f4269246', 1_200],
      ['AAVE', '0x338ed6787f463394D24813b297401B9F05a8C9d1', 1_200],
    ],
    tokens: [
      ['WETH', OP_WETH, 18, 'ETH'],
      ['WBTC', '0x68f180fcCe6836688e9084f035309E29Bf0A2095', 8, 'WBTC'],
      ['USDC', '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', 6, 'USDC'],
      ['USDT', '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', 6, 'USDT'],
      ['DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', 18, 'DAI'],
      ['LINK', '0x350a791Bfc2C21F9Ed5d10980Dad2e2638ffa7f6', 18, 'LINK'],
      ['OP', '0x4200000000000000000000000000000000000042', 18, 'OP'],
      ['AAVE', '0x76FB31fb4af56892A25e32cFC43De717950c9278', 18, 'AAVE'],
    ],
  },
  {
    id: 137,
    slug: 'polygon',
    name: 'Polygon',
    testnet: false,
    nativeSymbol: 'POL',
    wrappedNative: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', // aave-address-book
    router: ROUTER,
    sequencerFeed: null,
    dataFeeOracle: null,
    spotRouter: {
      router: '0xedf6066a2b290C185783862C7F4776A2C8077AD1',
      quoteToken: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
    },
    coingeckoPlatform: 'polygon-pos',
    oneinchPrices: true,
    blockTimeSeconds: 2,
    finalityBlocks: 500, // as published, in blocks
    publicRpcUrls: ['https://polygon.drpc.org'],
    feeds: [
      // The directory still calls the native coin's feed MATIC / USD.
      ['POL', '0xAB594600376Ec9fD91F8e885dADF0CE036862dE0', 27],
      ['ETH', '0xF9680D99D6C9589e2a93a78A04A279e509205945', 27],
      ['BTC', '0xc907E116054Ad103354f2D350FD2514433D57F6f', 27],
      ['WBTC', '0xDE31F8bFBD8c84b5360CFACCa3539B938dd78ae6', 300],
      ['USDC', '0xfE4A8cc5b5B2366C1B58Bea3858e81843581b2F7', 27],
      ['USDT', '0x0A6513e40db6EB1b165753AD52E80663aeA50545', 27],
      ['DAI', '0x4746DeC9e833A82EC7C2C1356372CcF2cfcD2F3D', 27],
      ['LINK', '0xd9FFdb71EbE7496cC440152d43986Aae0AB76665', 27],
      ['AAVE', '0x72484B12719E23115761D5DA1646945632979bB6', 27],
    ],
    tokens: [
      ['WPOL', '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', 18, 'POL'],
      ['WETH', '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', 18, 'ETH'],
      ['WBTC', '0x1BFD67037B42Cf73acF2047067bd4F2C47D9BfD6', 8, 'WBTC'],
      ['USDC', '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', 6, 'USDC'],
      ['USDT0', '0xc2132D05D31c914a87C6611C10748AEb04B58e8F', 6, 'USDT'],
      ['DAI', '0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063', 18, 'DAI'],
      ['LINK', '0x53E0bca35eC356BD5ddDFebbD1Fc0fD03FaBad39', 18, 'LINK'],
      ['AAVE', '0xD6DF932A45C0f255f85145f286eA0b292B21C90B', 18, 'AAVE'],
    ],
  },
  {
    id: 43_114,
    slug: 'avalanche',
    name: 'Avalanche',
    testnet: false,
    nativeSymbol: 'AVAX',
    wrappedNative: '0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7', // aave-address-book
    router: ROUTER,
    sequencerFeed: null,
    dataFeeOracle: null,
    spotRouter: {
      router: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
      quoteToken: '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E',
    },
    coingeckoPlatform: 'avalanche',
    oneinchPrices: true,
    blockTimeSeconds: 1.7,
    finalityBlocks: 1, // below a second
    publicRpcUrls: ['https://api.avax.network/ext/bc/C/rpc'],
    feeds: [
      ['AVAX', '0x0A77230d17318075983913bC2145DB16C7366156', 120],
      ['ETH', '0x976B3D034E162d8bD72D6b9C989d545b839003b0', 86_400],
      ['BTC', '0x2779D32d5166BAaa2B2b658333bA7e6Ec0C65743', 86_400],
      ['USDC', '0xF096872672F44d6EBA71458D74fe67F9a77a23B9', 86_400],
      ['USDT', '0xEBE676ee90Fe1112671f19b6B7459bC678B67e8a', 86_400],
      ['DAI', '0x51D7180edA2260cc4F6e4EebB82FEF5c3c2B8300', 86_400],
      ['LINK', '0x49ccd9ca821EfEab2b98c60dC60F518E765EDe9a', 86_400],
      ['AAVE', '0x3CA13391E9fb38a75330fb28f8cc2eB3D9ceceED', 86_400],
    ],
    tokens: [
      ['WAVAX', '0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7', 18, 'AVAX'],
      ['WETH.e', '0x49D5c2BdFfac6CE2BFdB6640F4F80f226bc10bAB', 18, 'ETH'],
      ['BTC.b', '0x152b9d0FdC40C096757F570A51E494bd4b943E50', 8, 'BTC'],
      ['USDC', '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E', 6, 'USDC'],
      ['USDt', '0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7', 6, 'USDT'],
      ['DAI.e', '0xd586E7F844cEa2F87f50152665BCbc2C279D8d70', 18, 'DAI'],
      ['LINK.e', '0x5947BB275c521040051D82396192181b413227A3', 18, 'LINK'],
      ['AAVE.e', '0x63a72806098Bd3D9520cC43356dD78afe5D386D9', 18, 'AAVE'],
    ],
  },
];
