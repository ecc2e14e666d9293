import { type Finding, fault, listed, orWell, skipped, warning, well } from '../../lib/doctor/finding.ts';
import type { Result } from '../../lib/result.ts';
import type { PortfoliosRead } from './judge-portfolios.ts';

/** What a price source beside the accounts' own feeds answered for some assets of a chain. */
export type SourceFacts = {
  /** Null where nothing is listed that could be asked for. */
  readonly answers: readonly { readonly symbol: string; readonly detail: string | null }[] | null;
};

/** The accounts' own feeds, and the source that PRICE_SOURCE names (null: none but them). */
export const judgePrices = (
  read: PortfoliosRead,
  { word, source }: { readonly word: string; readonly source: SourceFacts | null },
): readonly Finding[] => {
  const assets =
    read?.ok === true ? read.value.flatMap((one) => (one.read.ok ? one.read.value.assets : [])) : [];
  const stale = [
    ...new Set(assets.filter(({ feedOk }) => !feedOk).map(({ symbol, feed }) => `${symbol} (${feed})`)),
  ];
  const gaps: Finding[] = [];
  if (stale.length > 0)
    gaps.push(
      warning('prices', {
        says: `Feeds that give no price to trade on now: ${listed(stale)}.`,
        disables: 'the assets that they price are not traded, and portfolios of which they are a part hold',
        mend: 'it passes when the feed answers again; a feed that is out of use is replaced by the owner (docs/prices.md)',
      }),
    );
  const failed = source?.answers?.filter(({ detail }) => detail !== null) ?? [];
  const [first] = failed;
  if (first !== undefined)
    gaps.push(
      fault('prices', {
        says: `PRICE_SOURCE=${word} gives no price of ${listed(failed.map(({ symbol }) => symbol))}: ${first.detail}.`,
        disables: 'portfolios hold: each price is traded on only where this source and the feed agree',
        mend: 'see that its keys are right and not used up, and that it can be reached from here; or set PRICE_SOURCE=FEEDS (docs/prices.md)',
      }),
    );
  if (gaps.length > 0) return gaps;
  if (read === null || !read.ok) return [skipped('prices', 'the database or the chain does not answer')];
  const own =
    assets.length === 0 ? 'No portfolio lists a feed yet' : 'All feeds that portfolios list can be traded on';
  const other =
    source === null
      ? ''
      : source.answers === null
        ? `; there is no asset to ask ${word} for`
        : `, and ${word} answers`;
  return [well('prices', `${own}${other}.`)];
};

export type VenueFacts = {
  /** Portfolios whose policy trades at 1inch. */
  readonly wantOneinch: number;
  readonly hasKey: boolean;
  /** Each chain's answer by the key; null where no question could be asked. */
  readonly oneinch: readonly { readonly chain: string; readonly answer: Result<unknown> }[];
};

/** Where orders are shown beside our own book, which is the database. */
export const judgeVenues = ({ wantOneinch, hasKey, oneinch }: VenueFacts): readonly Finding[] => {
  if (!hasKey)
    return [
      wantOneinch === 0
        ? well('venues', 'Orders are shown by our own book; 1inch is not set up, and no policy wants it.')
        : fault('venues', {
            says: `ONEINCH_AUTH_KEY is not set, and the policies of ${wantOneinch} portfolios trade at 1inch.`,
            disables: 'they hold with venue-down',
            mend: 'set ONEINCH_AUTH_KEY to a key of the 1inch developer portal, or name another venue in the policies (docs/venues.md)',
          }),
    ];
  const gaps = oneinch.flatMap(({ chain, answer }) =>
    answer.ok
      ? []
      : [
          (wantOneinch > 0 ? fault : warning)('venues', {
            says: `1inch on ${chain}: ${answer.error.message}`,
            disables: 'no order is shown there, and portfolios whose policy names it hold',
            mend: 'see that ONEINCH_AUTH_KEY is right and its plan not used up, and that ONEINCH_API_URL can be reached from here (docs/venues.md)',
          }),
        ],
  );
  return orWell(gaps, well('venues', '1inch takes the key; our own book is the database.'));
};

export type MessageFacts = {
  /** Null = no mail server is set up; else what it said. */
  readonly mail: { readonly why: string | null } | null;
  /** By kind, and how many of them can't be opened with the key that is set. */
  readonly channels: Result<{
    readonly count: number;
    readonly mailboxes: number;
    readonly unopened: readonly string[];
  }> | null;
  readonly hasKey: boolean;
};

/** How people are told. Nobody is told anything by it. */
export const judgeMessages = ({ mail, channels, hasKey }: MessageFacts): readonly Finding[] => {
  const gaps: Finding[] = [];
  if (mail !== null && mail.why !== null)
    gaps.push(
      fault('messages', {
        says: `SMTP_URL: ${mail.why}`,
        disables: 'no alert is sent by mail',
        mend: 'see that host, port, user and password are right, and that the port can be reached from here',
      }),
    );
  if (channels?.ok) {
    const { mailboxes, unopened, count } = channels.value;
    if (mailboxes > 0 && mail === null)
      gaps.push(
        fault('messages', {
          says: `${mailboxes} channels are mailboxes, and no mail server is set up.`,
          disables: 'their alerts are dropped',
          mend: 'set SMTP_URL and ALERT_MAIL_FROM',
        }),
      );
    if (unopened.length > 0)
      gaps.push(
        fault('messages', {
          says: `The addresses of ${unopened.length} of ${count} channels can’t be opened${hasKey ? '' : ': SECRETS_KEY is not set'}.`,
          disables: 'nobody is told of alerts by them',
          mend: 'set SECRETS_KEY to the key that they were sealed with, and the one before it as SECRETS_KEY_PREVIOUS; else their owners add them anew',
        }),
      );
  }
  if (gaps.length > 0) return gaps;
  if (channels === null || !channels.ok) return [skipped('messages', 'the database does not answer')];
  const { count } = channels.value;
  const told = count === 0 ? 'Nobody has a channel yet' : `${count} channels can be told`;
  return [
    well(
      'messages',
      `${told}; ${mail === null ? 'no mail server is set up' : 'the mail server lets us in'}.`,
    ),
  ];
};

export type WebFacts = {
  readonly url: string;
  /** Whether /api/health answers as ours does. */
  readonly alive: Result<unknown>;
  /** What /api/balance answers to who shows no secret; null = nothing. */
  readonly unauthorised: number | null;
  readonly canLogIn: boolean;
};

const NO_SECRET_STATUS = 503;

/** The web app as others reach it; null = none is set up here. */
export const judgeWeb = (read: WebFacts | null): readonly Finding[] => {
  if (read === null) return [skipped('web', 'no web app is set up here')];
  const { url, alive, unauthorised, canLogIn } = read;
  const gaps: Finding[] = [];
  if (!alive.ok)
    gaps.push(
      fault('web', {
        says: `APP_URL, ${url}: ${alive.error.message}`,
        disables: 'people, takers and schedulers reach nothing; links in alerts lead nowhere',
        mend: 'start the web app (`npm start`), or set APP_URL to where it is',
      }),
    );
  else if (unauthorised === NO_SECRET_STATUS)
    gaps.push(
      warning('web', {
        says: `${url} has no CRON_SECRET: /api/balance answers 503.`,
        disables: 'no scheduler can have it tick; a bot of its own (`npm run bot`) needs none',
        mend: 'set CRON_SECRET where the web app runs, and the same at the scheduler',
      }),
    );
  if (!canLogIn)
    gaps.push(
      warning('web', {
        says: 'NEXTAUTH_SECRET is not set.',
        disables: 'nobody can log in: no drafts, channels, settings or stop over the web',
        mend: 'set it: openssl rand -base64 32, the same for every instance',
      }),
    );
  return orWell(gaps, well('web', `The web app answers at ${url}.`));
};

/** Operators and admins; null = no web app is set up here. */
export const judgeRoles = (
  read: Result<readonly { readonly role: string }[]> | null,
  { isNamed }: { readonly isNamed: boolean },
): readonly Finding[] => {
  if (read === null) return [skipped('roles', 'no web app is set up here')];
  if (!read.ok)
    return [
      isNamed
        ? well('roles', 'ADMIN_ADDRESSES names an admin.')
        : skipped('roles', 'it takes an administrator’s URL in DB_DIRECT_URL to see who has which role'),
    ];
  const count = (role: string): number => read.value.filter((holder) => holder.role === role).length;
  return count('admin') > 0
    ? [well('roles', `${count('admin')} admins, ${count('operator')} operators.`)]
    : [
        warning('roles', {
          says: 'Nobody is an admin.',
          disables:
            'over the web nobody can stop all trading, change settings or give roles; the command line can',
          mend: 'set ADMIN_ADDRESSES, or log in once and run `npm run roles -- give ADDRESS admin`',
        }),
      ];
};
