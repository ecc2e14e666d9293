import type { UnixSeconds } from '../result.ts';
import { ALERT_RULES, type AlertKind, type AlertSeverity, runbookAnchor } from './alert-kinds.ts';

/** The portfolio that an alert is about. */
export type AlertPortfolio = { readonly chainId: number; readonly address: string; readonly name: string };

/** What is told, as it stands in the outbox. */
export type Told = {
  /** The same each time it is tried: whoever gets it twice knows by it. */
  readonly id: string;
  readonly phase: 'raised' | 'recovered' | 'test' | 'confirm';
  /** Null in a test, and where a code is told. */
  readonly alert: {
    readonly kind: AlertKind;
    readonly sentence: string;
    readonly raisedAtSeconds: UnixSeconds;
    readonly recoveredAtSeconds: UnixSeconds | null;
    /** Ticks that have seen it. */
    readonly count: number;
    readonly portfolio: AlertPortfolio | null;
  } | null;
};

/** A message in words, and what a program wants of it. */
export type AlertMessage = {
  readonly id: string;
  readonly phase: Told['phase'];
  readonly kind: AlertKind | 'TEST' | 'CONFIRM';
  readonly severity: AlertSeverity;
  /** One line. */
  readonly headline: string;
  readonly sentence: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly portfolio: AlertPortfolio | null;
  /** Where more is to be read; absolute addresses. */
  readonly links: { readonly page: string; readonly runbook: string };
  readonly raisedAtSeconds: UnixSeconds | null;
  readonly recoveredAtSeconds: UnixSeconds | null;
  readonly count: number;
};

const nameOf = ({ name, address }: AlertPortfolio): string =>
  name === '' ? `${address.slice(0, 6)}…${address.slice(-4)}` : name;

const testOf = (id: string, appUrl: string): AlertMessage => ({
  ...{ id, phase: 'test', kind: 'TEST', severity: 'warning', portfolio: null },
  headline: 'Test: this channel works',
  sentence: 'Somebody has asked for this message.',
  meaning: 'Nothing is wrong.',
  remedy: 'Nothing is to be done.',
  links: { page: `${appUrl}/docs/alerts`, runbook: `${appUrl}/docs/alerts` },
  ...{ raisedAtSeconds: null, recoveredAtSeconds: null, count: 1 },
});

/** By which whoever reads a channel says that it is theirs. */
export type Confirmation = { readonly id: string; readonly channelId: string; readonly code: string };

/** Tells a code. @param appUrl as in {@link alertMessage} */
export const confirmMessage = ({ id, channelId, code }: Confirmation, appUrl: string): AlertMessage => ({
  ...{ id, phase: 'confirm', kind: 'CONFIRM', severity: 'warning', portfolio: null },
  headline: 'Confirm that you want alerts here',
  sentence: `The code is ${code} and is good for a day.`,
  meaning: 'Somebody has named this address as where they want to be told of alerts of their portfolios.',
  remedy: 'If it was not you, do nothing: without the code nothing more comes.',
  // Behind the number sign it is sent to no server.
  links: {
    page: `${appUrl}/settings/channels#confirm=${channelId}.${code}`,
    runbook: `${appUrl}/docs/alerts`,
  },
  ...{ raisedAtSeconds: null, recoveredAtSeconds: null, count: 1 },
});

/** @param appUrl where people reach the web app, without a slash at its end */
export const alertMessage = ({ id, phase, alert }: Told, appUrl: string): AlertMessage => {
  if (alert === null) return testOf(id, appUrl);
  const { kind, portfolio, sentence, raisedAtSeconds, recoveredAtSeconds, count } = alert;
  const { title, severity, meaning, remedy } = ALERT_RULES[kind];
  const where = portfolio === null ? '1Balancer' : nameOf(portfolio);
  const page =
    portfolio === null ? '/status' : `/portfolios/${portfolio.chainId}/${portfolio.address}/alerts`;
  return {
    ...{ id, phase, kind, severity, sentence, meaning, remedy, portfolio },
    headline: `${phase === 'recovered' ? (kind === 'ANALYST_WARNING' ? 'Over' : 'Recovered') : severity === 'critical' ? 'Alert' : 'Warning'}: ${where}: ${title}`,
    links: { page: `${appUrl}${page}`, runbook: `${appUrl}/docs/alerts#${runbookAnchor(kind)}` },
    ...{ raisedAtSeconds, recoveredAtSeconds, count },
  };
};
