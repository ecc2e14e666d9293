import { type Finding, fault, orWell, warning, well } from '../../lib/doctor/finding.ts';

/** A variable, and what its absence means. */
export type DescribedVariable = {
  readonly name: string;
  readonly unit: string;
  /** What counts without it; null = nothing does. */
  readonly fallback: string | null;
  readonly disables: string;
};

export type EnvironmentFacts = {
  /** Refused, with why. */
  readonly bad: readonly { readonly name: string; readonly problem: string }[];
  /** Set to something. */
  readonly set: ReadonlySet<string>;
  readonly known: readonly DescribedVariable[];
  /** Of a length that counts as none. */
  readonly short: readonly { readonly name: string; readonly lengthMin: number }[];
  /** Set, unknown, and close to a known one that isn't set. */
  readonly stray: readonly { readonly name: string; readonly meant: string }[];
};

/** Without one of these no tick can run. One of several names will do. */
const NEEDED = [['RPC_URL', 'CHAINS'], ['DB_URL'], ['FACTORY_ADDRESS', 'CHAINS']] as const;

/** Of no use one without the other. */
const PAIRS = [
  ['SMTP_URL', 'ALERT_MAIL_FROM'],
  ['CRON_SECRET_PREVIOUS', 'CRON_SECRET'],
  ['WAKE_SECRET_PREVIOUS', 'WAKE_SECRET'],
  ['BOT_SIGNER_PK_NEXT', 'BOT_SIGNER_PK'],
] as const;
/** Those of which the second may stand alone. */
const ONE_WAY: ReadonlySet<string> = new Set([
  'CRON_SECRET_PREVIOUS',
  'WAKE_SECRET_PREVIOUS',
  'BOT_SIGNER_PK_NEXT',
]);

const SIGNERS = ['BOT_SIGNER_PK', 'BOT_SIGNER_KEYSTORE_FILE', 'BOT_SIGNER_KMS_KEY_ID'] as const;

const mendOf = (unit: string | undefined): string =>
  unit === undefined ? 'set it as .env.example says' : `set it: ${unit}`;

const missingOf = ({ set, known, bad }: EnvironmentFacts): readonly Finding[] =>
  NEEDED.flatMap((names) => {
    const isThere = names.some((name) => set.has(name) || bad.some((each) => each.name === name));
    const described = known.find(({ name }) => name === names[0]);
    return isThere || described === undefined
      ? []
      : [
          fault('environment', {
            says: `${described.name} is missing.`,
            disables: described.disables,
            mend: mendOf(described.unit),
          }),
        ];
  });

const refusedOf = ({ bad, known }: EnvironmentFacts): readonly Finding[] =>
  bad.map(({ name, problem }) => {
    const described = known.find((each) => each.name === name);
    return fault('environment', {
      says: `${name} ${problem}.`,
      disables: `everything: no command and no page starts with it; without it: ${described?.disables ?? 'not known'}`,
      mend: mendOf(described?.unit),
    });
  });

const shortOf = ({ short, known }: EnvironmentFacts): readonly Finding[] =>
  short.map(({ name, lengthMin }) =>
    warning('environment', {
      says: `${name} has fewer than ${lengthMin} characters and counts as not set.`,
      disables: known.find((each) => each.name === name)?.disables ?? '',
      mend: 'set it to a random text, such as that of `openssl rand -base64 32`',
    }),
  );

const halvesOf = ({ set, known }: EnvironmentFacts): readonly Finding[] =>
  PAIRS.flatMap(([one, other]) => {
    const isHalf = set.has(one) ? !set.has(other) : set.has(other) && !ONE_WAY.has(one);
    const [there, missing] = set.has(one) ? [one, other] : [other, one];
    return isHalf
      ? [
          warning('environment', {
            says: `${there} is set and ${missing} is not: one is of no use without the other.`,
            disables: known.find((each) => each.name === missing)?.disables ?? '',
            mend: `set ${missing} as well, or neither`,
          }),
        ]
      : [];
  });

const strayOf = ({ stray }: EnvironmentFacts): readonly Finding[] =>
  stray.map(({ name, meant }) =>
    warning('environment', {
      says: `${name} is no variable that is read.`,
      disables: 'whatever it was to say',
      mend: `did you mean ${meant}? Rename it, or take it away`,
    }),
  );

/** What is missing, refused, half or misspelt. What may be left out is told by {@link leftOutOf}. */
export const judgeEnvironment = (facts: EnvironmentFacts): readonly Finding[] => {
  const gaps = [missingOf, refusedOf, shortOf, halvesOf, strayOf].flatMap((judge) => judge(facts));
  const signer = SIGNERS.some((name) => facts.set.has(name))
    ? []
    : [
        warning('environment', {
          says: 'No key of the bot is set.',
          disables: 'the bot signs nothing: it observes and decides, but places no order',
          mend: `set one of ${SIGNERS.join(', ')} (docs/signers.md)`,
        }),
      ];
  const count = facts.known.filter(({ name }) => facts.set.has(name)).length;
  return orWell([...gaps, ...signer], well('environment', `${count} variables are set, none is refused.`));
};

/** What is not set, need not be, and has nothing that counts instead. */
export const leftOutOf = ({
  set,
  known,
}: Pick<EnvironmentFacts, 'set' | 'known'>): readonly Pick<DescribedVariable, 'name' | 'disables'>[] => {
  const needed: readonly string[] = NEEDED.flat();
  return known.flatMap(({ name, disables, fallback }) =>
    set.has(name) || fallback !== null || needed.includes(name) ? [] : [{ name, disables }],
  );
};
