import type { Address } from 'viem';
import type { CheckName, Finding } from '../../../lib/doctor/finding.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { judgeContracts, judgeNodes } from '../../doctor/judge-chain.ts';
import { judgeClock, judgeDatabase, judgeMigrations, judgeWebDatabase } from '../../doctor/judge-database.ts';
import { judgeEnvironment, leftOutOf } from '../../doctor/judge-environment.ts';
import { judgeMessages, judgePrices, judgeRoles, judgeVenues, judgeWeb } from '../../doctor/judge-outside.ts';
import { judgeOrders, judgePortfolios } from '../../doctor/judge-portfolios.ts';
import { judgeGas, judgeSigners, type SignerFacts } from '../../doctor/judge-signers.ts';
import { judgeTicks } from '../../doctor/judge-ticks.ts';
import { type Check, runChecks, verdictOf } from '../../doctor/run-checks.ts';
import type { Env } from '../../env.ts';
import { createScrubber, secretsOf } from '../../log.ts';
import { openBotDatabase } from '../../store/database.ts';
import { type BotSigners, openSigners } from '../tick/bot-signers.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { type ChainProbes, chainProbes } from './doctor-chains.ts';
import { type DatabaseProbes, databaseProbes } from './doctor-database.ts';
import { lookAtEnvironment } from './doctor-environment.ts';
import { type OutsideProbes, outsideProbes } from './doctor-outside.ts';
import { type PortfolioProbes, portfolioProbes } from './doctor-portfolios.ts';
import type { Variables } from './environment.ts';

/** All that was found, and what may be missing because it is not set. */
export type Report = {
  /** 0 = all is well, 1 = a warning, 2 = a fault. */
  readonly verdict: 0 | 1 | 2;
  readonly findings: readonly Finding[];
  readonly leftOut: readonly { readonly name: string; readonly disables: string }[];
};

export type Examination = {
  readonly variables: Variables;
  /** Folder of the build's migrations. */
  readonly migrations: string;
  /** Null = every check. */
  readonly only: readonly CheckName[] | null;
  readonly timeoutMs: number;
};

/** Who sets one of these sets up a web app. */
const WEB = ['APP_DB_URL', 'APP_URL', 'NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'CRON_SECRET'];

type Probes = {
  readonly env: Env;
  readonly database: DatabaseProbes;
  readonly chains: readonly ChainProbes[];
  readonly portfolios: PortfolioProbes;
  readonly outside: OutsideProbes;
  /** Null where no key is set. */
  readonly signers: () => Promise<Result<SignerFacts> | null>;
};

const signerProbe = (env: Env): Probes['signers'] => {
  let opened: Promise<Result<BotSigners>> | null = null;
  return async () => {
    if (env.signers.length === 0) return null;
    opened ??= openSigners(env);
    const signers = await opened;
    if (!signers.ok) return signers;
    const ring = await signers.value.ring();
    if (!ring.ok) return ring;
    const { addresses, unreachable } = ring.value.keys;
    return ok({ addresses: [...addresses], unreachable });
  };
};

const addressesOf = async ({ signers }: Probes): Promise<readonly Address[]> => {
  const read = await signers();
  return read?.ok === true ? read.value.addresses : [];
};

const gasChecked = async (probes: Probes): Promise<readonly Finding[]> => {
  const addresses = await addressesOf(probes);
  if (addresses.length === 0) return judgeGas(null);
  const asked = probes.chains.flatMap((chain) => addresses.map((address) => chain.gas(address)));
  return judgeGas(await Promise.all(asked));
};

const checksOf = (probes: Probes): readonly Check[] => {
  const { env, database, chains, signers, portfolios, outside } = probes;
  return [
    { name: 'database', run: async () => judgeDatabase(await database.facts()) },
    { name: 'migrations', run: async () => judgeMigrations(await database.migrations()) },
    { name: 'web-database', run: async () => judgeWebDatabase(await database.webLogin()) },
    { name: 'clock', run: async () => judgeClock(await database.facts()) },
    { name: 'nodes', run: async () => judgeNodes(await Promise.all(chains.map((chain) => chain.nodes()))) },
    {
      name: 'contracts',
      run: async () =>
        judgeContracts(
          await Promise.all(
            chains.map(async ({ settings, contracts }) => ({
              name: settings.chain.name,
              read: await contracts(),
            })),
          ),
        ),
    },
    { name: 'signers', run: async () => judgeSigners(await signers()) },
    { name: 'gas', run: () => gasChecked(probes) },
    {
      name: 'portfolios',
      run: async () =>
        judgePortfolios(await portfolios.portfolios(), {
          signers: await addressesOf(probes),
          isOwnerKeyAllowed: env.isOwnerKeyAllowed,
        }),
    },
    { name: 'orders', run: async () => judgeOrders(await portfolios.orders()) },
    {
      name: 'prices',
      run: async () =>
        judgePrices(await portfolios.portfolios(), {
          ...{ word: env.prices.source, source: await outside.source() },
        }),
    },
    { name: 'venues', run: async () => judgeVenues(await outside.venues()) },
    { name: 'ticks', run: async () => judgeTicks(await database.ready()) },
    { name: 'messages', run: async () => judgeMessages(await outside.messages()) },
    { name: 'web', run: async () => judgeWeb(await outside.web()) },
    {
      name: 'roles',
      run: async () => judgeRoles(await outside.roles(), { isNamed: env.adminAddresses.length > 0 }),
    },
  ];
};

/** Looks at a whole set-up, all of it at once, and says what is wrong with it. Never fails, and shows no secret. */
export const examine = async ({ variables, migrations, only, timeoutMs }: Examination): Promise<Report> => {
  const { env, facts, secrets } = lookAtEnvironment(variables);
  const isWeb = WEB.some((name) => facts.set.has(name));
  const opened = env.dbUrl === null ? null : openBotDatabase({ url: env.dbUrl, connectionsMax: 2 });
  const run = opened === null ? null : inDatabase(opened);
  const chains = env.chains.map(chainProbes);
  const portfolios = portfolioProbes(run, chains);
  const probes: Probes = {
    ...{ env, chains, portfolios, signers: signerProbe(env) },
    database: databaseProbes(env, { folder: migrations, isWeb }),
    outside: outsideProbes({ env, chains, portfolios, run, isWeb }),
  };
  const environment: Check = { name: 'environment', run: async () => judgeEnvironment(facts) };
  const checks = [environment, ...checksOf(probes)].filter(
    ({ name }) => only === null || only.includes(name),
  );
  const scrub = createScrubber([...secretsOf(env), ...secrets]);
  const findings = await runChecks(checks, { timeoutMs, scrub });
  await opened?.close();
  return { verdict: verdictOf(findings), findings, leftOut: leftOutOf(facts) };
};
