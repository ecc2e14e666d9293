// What `npm run -w hardhat deploy` runs: reads words and environment, deploys, and ends with 0, or 1 and a sentence.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Address, BaseError, isAddress, isHex, zeroAddress } from 'viem';
import { CCTP_CHAINS } from '../../lib/cctp/domains.ts';
import { deployChain } from './deploy-chain.ts';
import { createDeployer } from './deploy-local.ts';
import type { CircleFacts, DelegationFacts } from './plan-deployment.ts';

const { values } = parseArgs({
  options: {
    'chain-id': { type: 'string' },
    'fee-taker': { type: 'string' },
    'wrapped-native': { type: 'string' },
    'sequencer-feed': { type: 'string', default: zeroAddress },
    'answer-age-min': { type: 'string', default: '1' },
    cash: { type: 'boolean', default: false },
    cctp: { type: 'string' },
    delegation: { type: 'string' },
    out: { type: 'string', default: 'deployments' },
    'dry-run': { type: 'boolean', default: false },
  },
});

const refuse = (text: string): never => {
  console.error(text);
  process.exit(1);
};
const addressOf = (name: 'fee-taker' | 'wrapped-native' | 'sequencer-feed'): Address => {
  const text = values[name] ?? '';
  return isAddress(text) ? text : refuse(`--${name}: "${text}" is no address`);
};

const { DEPLOY_RPC_URL: rpcUrl = '', DEPLOYER_PK: deployerKey = '' } = process.env;
const chainId = Number(values['chain-id'] ?? 0);
if (!(Number.isSafeInteger(chainId) && chainId > 0))
  refuse('--chain-id: the chain that is meant, a whole number');
if (!URL.canParse(rpcUrl)) refuse('DEPLOY_RPC_URL is not set: the URL of a node of the chain');
if (!isHex(deployerKey) || deployerKey.length !== 66)
  refuse('DEPLOYER_PK is not set: 0x and 64 hex digits, of who pays');
const age = values['answer-age-min'];
if (age !== '0' && age !== '1')
  refuse('--answer-age-min: 1 where every block has a second of its own, else 0');

/** Those that are known of the chain, with their sources in lib/cctp, unless others are named: domain,usdc,messenger,transmitter. */
const circleOf = (): CircleFacts | null => {
  if (!values.cash) return null;
  if (values.cctp === undefined)
    return CCTP_CHAINS.get(chainId) ?? refuse(`--cash: Circle’s contracts on chain ${chainId} are not known`);
  const [domain = '', usdc = '', tokenMessenger = '', messageTransmitter = ''] = values.cctp.split(',');
  const isNumber = /^\d{1,10}$/.test(domain);
  return isNumber && isAddress(usdc) && isAddress(tokenMessenger) && isAddress(messageTransmitter)
    ? { domain: Number(domain), usdc, tokenMessenger, messageTransmitter }
    : refuse('--cctp: domain,usdc,messenger,transmitter, a number and three addresses');
};
const circle = circleOf();

const delegationOf = (): DelegationFacts | null => {
  if (values.delegation === undefined) return null;
  const [delegationManager = '', entryPoint = ''] = values.delegation.split(',');
  return isAddress(delegationManager) && isAddress(entryPoint)
    ? { delegationManager, entryPoint }
    : refuse('--delegation: DelegationManager,EntryPoint, two addresses');
};
const delegation = delegationOf();

mkdirSync(values.out, { recursive: true });
try {
  const factory = await deployChain(
    createDeployer({ rpcUrl, chainId, pollMs: 1_000, deployerKey: deployerKey as `0x${string}` }),
    {
      ...{ chainId, out: values.out, dryRun: values['dry-run'], say: (text) => console.log(text) },
      facts: {
        feeTaker: addressOf('fee-taker'),
        wrappedNative: addressOf('wrapped-native'),
        sequencerFeed: addressOf('sequencer-feed'),
        answerAgeMin: age === '0' ? 0 : 1,
        ...{ circle, delegation },
      },
    },
  );
  process.exitCode = factory === null ? 1 : 0;
} catch (error) {
  // The whole message would quote the node's URL, and providers put their key into it.
  refuse(
    error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : String(error),
  );
}
