import { type Finding, fault, listed, orWell, skipped, warning, well } from '../../lib/doctor/finding.ts';
import { verdictWords } from '../../lib/owner/judge-order.ts';
import type { Result } from '../../lib/result.ts';

/** A portfolio of the database, and what its contract says. Addresses are lower-cased. */
export type PortfolioFacts = {
  readonly address: string;
  readonly isQuarantined: boolean;
  readonly read: Result<{
    readonly signer: string | null;
    readonly owners: readonly string[];
    readonly assets: readonly { readonly symbol: string; readonly feed: string; readonly feedOk: boolean }[];
  }>;
};

/** Null = there is no database, or no node of any chain, to ask. */
export type PortfoliosRead = Result<readonly PortfolioFacts[]> | null;

const UNASKED = 'the database or the chain does not answer';

type Bot = {
  readonly signers: readonly string[];
  /** Its operator is their owner. */
  readonly isOwnerKeyAllowed: boolean;
};

/** Which portfolios something is the case with, as one gap. */
type Rule = {
  readonly state: typeof fault | typeof warning;
  readonly is: (portfolio: PortfolioFacts, bot: Bot) => boolean;
  readonly what: string;
  readonly disables: string;
  readonly mend: (bot: Bot) => string;
};

const signerOf = ({ read }: PortfolioFacts): string | null => (read.ok ? read.value.signer : null);

const RULES: readonly Rule[] = [
  {
    state: fault,
    is: ({ read }) => !read.ok,
    what: 'can’t be read',
    disables: 'they are not looked at',
    mend: () => '`npm run bot -- plan --portfolio ADDRESS` says why',
  },
  {
    state: fault,
    is: (portfolio, { signers }) =>
      portfolio.read.ok && signers.length > 0 && !signers.includes(signerOf(portfolio) ?? ''),
    what: 'name another signer than this bot',
    disables: 'nothing is signed for them; they hold with signer-not-authorised',
    mend: ({ signers }) =>
      `their owners call setSigner(${signers[0] ?? 'the bot’s address'}), or this bot gets the key that they name (docs/signers.md)`,
  },
  {
    state: fault,
    is: ({ read }, { signers, isOwnerKeyAllowed }) =>
      !isOwnerKeyAllowed && read.ok && read.value.owners.some((owner) => signers.includes(owner)),
    what: 'are owned by the bot’s own key',
    disables: 'they hold with signer-too-strong: who has that key could take everything out',
    mend: () => 'give the bot a key of its own; or set ALLOW_OWNER_KEY=1 if you run it for yourself alone',
  },
  {
    state: warning,
    is: ({ isQuarantined }) => isQuarantined,
    what: 'are set aside after failures of their own',
    disables: 'they are not looked at',
    mend: () => '`npm run bot -- plan --portfolio ADDRESS` says why; a new policy has one looked at again',
  },
];

/** Whether the bot may sign for what it serves. */
export const judgePortfolios = (read: PortfoliosRead, bot: Bot): readonly Finding[] => {
  if (read === null || !read.ok) return [skipped('portfolios', UNASKED)];
  const gaps = RULES.flatMap(({ state, is, what, disables, mend }) => {
    const found = read.value.filter((portfolio) => is(portfolio, bot));
    if (found.length === 0) return [];
    const says = `${found.length} of ${read.value.length} portfolios ${what}: ${listed(found.map(({ address }) => address))}.`;
    return [state('portfolios', { says, disables, mend: mend(bot) })];
  });
  const says = `${read.value.length} are served, and the bot may sign for each.`;
  return orWell(gaps, well('portfolios', read.value.length === 0 ? 'None is served yet.' : says));
};

/** An open order and the contract's numbers of `OrderState` and `FillLimit`; null where it could not be asked. */
export type OrderFacts = {
  readonly orderHash: string;
  readonly portfolio: string;
  readonly answer: { readonly state: number; readonly limit: number } | null;
};

const SIGNATURE_STATE = 11;
const [FEED, BALANCE, ALLOWANCE] = [7, 16, 17] as const;

/** What somebody has to mend; all else passes with the market, the day's budgets or time. */
const OBSTACLES = [
  {
    is: ({ state }: { state: number }) => state === SIGNATURE_STATE,
    ...{
      disables: 'nobody can fill them',
      mend: 'the next look replaces them once the contract names the bot’s key',
    },
  },
  {
    is: ({ state, limit }: { state: number; limit: number }) => state === 0 && limit === ALLOWANCE,
    disables: 'nobody can fill them whole',
    mend: 'the owner raises the ceiling of the token’s allowance, or the bot gets gas to set it (docs/venues.md)',
  },
  {
    is: ({ state, limit }: { state: number; limit: number }) => state === 0 && limit === BALANCE,
    disables: 'nobody can fill them whole',
    mend: 'nothing need be done: the next look replaces them; see that a tick runs',
  },
  {
    is: ({ state, limit }: { state: number; limit: number }) => state === 0 && limit === FEED,
    disables: 'nobody can fill them until the feed answers again',
    mend: 'see which feed it is with `npm run bot -- plan --portfolio ADDRESS` (docs/prices.md)',
  },
] as const;

/** What keeps open orders from being filled that no market changes. */
export const judgeOrders = (read: Result<readonly OrderFacts[]> | null): readonly Finding[] => {
  if (read === null || !read.ok) return [skipped('orders', UNASKED)];
  const gaps = OBSTACLES.flatMap(({ is, disables, mend }) => {
    const found = read.value.filter(({ answer }) => answer !== null && is(answer));
    const [first] = found;
    if (first === undefined || first.answer === null) return [];
    const words = verdictWords(first.answer.state, first.answer.limit);
    const where = listed([...new Set(found.map(({ portfolio }) => portfolio))]);
    const says = `${found.length} of ${read.value.length} open orders: ${words.replace(/\.$/, '')} (${where}).`;
    return [warning('orders', { says, disables, mend })];
  });
  const says =
    read.value.length === 0
      ? 'None is open.'
      : `Nothing that needs mending keeps the ${read.value.length} open ones from being filled.`;
  return orWell(gaps, well('orders', says));
};
