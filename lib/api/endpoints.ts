import * as admin from './admin.ts';
import * as alerts from './alerts.ts';
import { readAnalysis } from './analysis.ts';
import * as analyst from './analyst.ts';
import { readBands } from './bands.ts';
import * as book from './book.ts';
import * as cash from './cash.ts';
import { readCompliance } from './compliance.ts';
import * as delegations from './delegations.ts';
import * as drafts from './drafts.ts';
import type { Endpoint } from './endpoint.ts';
import { followEvents } from './events.ts';
import { exportPortfolio } from './export.ts';
import * as history from './history.ts';
import * as indexAccounts from './index-accounts.ts';
import * as indexDeposits from './index-deposits.ts';
import * as indexWithdrawals from './index-withdrawals.ts';
import * as indexes from './indexes.ts';
import * as looks from './looks.ts';
import { readLots } from './lots.ts';
import * as optimize from './optimize.ts';
import * as paper from './paper.ts';
import * as performance from './performance.ts';
import * as policies from './policies.ts';
import * as portfolios from './portfolios.ts';
import * as rates from './rates.ts';
import * as rebalances from './rebalances.ts';
import { readReport } from './reports.ts';
import * as roles from './roles.ts';
import * as sessions from './sessions.ts';
import * as strategies from './strategies.ts';
import * as system from './system.ts';
import * as tokens from './tokens.ts';

/** Every endpoint that is declared, in the order of the document. */
export const ENDPOINTS: readonly Endpoint[] = [
  portfolios.listPortfolios,
  portfolios.registerPortfolio,
  portfolios.readPortfolio,
  portfolios.updatePortfolio,
  policies.readPolicy,
  policies.updatePolicy,
  policies.listPolicies,
  looks.readTargets,
  looks.planPortfolio,
  looks.runPortfolio,
  history.listOrders,
  history.listFills,
  history.listDecisions,
  history.readDecision,
  history.listHeldDays,
  history.listSnapshots,
  history.listActivity,
  exportPortfolio,
  performance.readPerformance,
  performance.readStatistics,
  performance.readSeries,
  rebalances.listCashFlows,
  rebalances.listRebalances,
  readReport,
  readLots,
  readCompliance,
  readAnalysis,
  readBands,
  analyst.listSummaries,
  analyst.askForSummary,
  analyst.listWarnings,
  analyst.askQuestion,
  alerts.listPortfolioAlerts,
  alerts.listSystemAlerts,
  alerts.listChannels,
  alerts.createChannel,
  alerts.deleteChannel,
  alerts.askForCode,
  alerts.confirmChannel,
  alerts.testChannel,
  alerts.listDeliveries,
  book.listBookOrders,
  book.readBookOrder,
  followEvents,
  drafts.listDrafts,
  drafts.createDraft,
  drafts.readDraft,
  drafts.updateDraft,
  drafts.deleteDraft,
  paper.readHoldings,
  paper.planPaper,
  paper.listPapers,
  paper.followPaper,
  paper.readPaper,
  paper.deletePaper,
  tokens.readCaller,
  sessions.issueLoginNonce,
  sessions.listSessions,
  sessions.endSession,
  sessions.endSessions,
  sessions.issueStepUpNonce,
  sessions.stepUp,
  tokens.listTokens,
  tokens.createToken,
  tokens.revokeToken,
  system.listChains,
  system.readConfig,
  system.listPrices,
  rates.listRates,
  strategies.compareStrategies,
  optimize.optimize,
  cash.readCash,
  cash.listCashMoves,
  cash.chooseCashProfile,
  cash.rebalance,
  cash.readAttestation,
  delegations.listDelegations,
  delegations.registerDelegation,
  delegations.dropDelegation,
  indexAccounts.listIndexAccounts,
  indexAccounts.createIndexAccount,
  indexDeposits.listIndexAssets,
  indexDeposits.readIndexAccount,
  indexAccounts.updateIndexAccount,
  indexAccounts.exportIndexKey,
  indexes.readIndex,
  indexes.writeIndex,
  indexes.rebalanceIndex,
  indexes.listIndexTrades,
  indexDeposits.listIndexDeposits,
  indexDeposits.createIndexDeposit,
  indexWithdrawals.listIndexWithdrawals,
  indexWithdrawals.createIndexWithdrawal,
  indexWithdrawals.chooseIndexWithdrawal,
  admin.readHalt,
  admin.listSettings,
  admin.changeSetting,
  roles.listRoles,
  roles.changeRole,
  admin.halt,
  admin.resume,
  system.readOpenApi,
];
