import type { CheckName, Finding } from '../../lib/doctor/finding.ts';
import { ok, type Result } from '../../lib/result.ts';
import { judgeContracts, judgeNodes } from '../doctor/judge-chain.ts';
import { judgeClock, judgeDatabase, judgeMigrations, judgeWebDatabase } from '../doctor/judge-database.ts';
import { judgeEnvironment, leftOutOf } from '../doctor/judge-environment.ts';
import { judgeGas, judgeSigners, type SignerFacts } from '../doctor/judge-signers.ts';
import { judgeTicks } from '../doctor/judge-ticks.ts';
import { type Check, runChecks, verdictOf } from '../doctor/run-checks.ts';
import type { Env } from '../env.ts';
import { createScrubber, secretsOf } from '../log.ts';
import { type BotSigners, openSigners } from './bot-signers.ts';
import { type ChainProbes, chainProbes } from './doctor-chains.ts';
import { type DatabaseProbes, databaseProbes } from './doctor-database.ts';
import { lookAtEnvironment } from './doctor-environment.ts';
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

const gasChecked = async ({ signers, chains }: Probes): Promise<readonly Finding[]> => {
  const read = await signers();
  const addresses = read?.ok === true ? read.value.addresses : [];
  if (addresses.length === 0) return judgeGas(null);
  const asked = chains.flatMap((chain) => addresses.map((address) => chain.gas(address as `0x${string}`)));
  return judgeGas(await Promise.all(asked));
};

const checksOf = (probes: Probes): readonly Check[] => {
  const { database, chains, signers } = probes;
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
    { name: 'ticks', run: async () => judgeTicks(await database.ready()) },
  ];
};

/** Looks at a whole set-up, all of it at once, and says what is wrong with it. Never fails, and shows no secret. */
export const examine = async ({ variables, migrations, only, timeoutMs }: Examination): Promise<Report> => {
  const { env, facts, secrets } = lookAtEnvironment(variables);
  const isWeb = WEB.some((name) => facts.set.has(name));
  const probes: Probes = {
    ...{ env, chains: env.chains.map(chainProbes), signers: signerProbe(env) },
    database: databaseProbes(env, { folder: migrations, isWeb }),
  };
  const environment: Check = { name: 'environment', run: async () => judgeEnvironment(facts) };
  const checks = [environment, ...checksOf(probes)].filter(
    ({ name }) => only === null || only.includes(name),
  );
  const scrub = createScrubber([...secretsOf(env), ...secrets]);
  const findings = await runChecks(checks, { timeoutMs, scrub });
  return { verdict: verdictOf(findings), findings, leftOut: leftOutOf(facts) };
};
