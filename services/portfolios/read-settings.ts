import { HIGH_DRIFT_BPS } from '../../lib/alerts/conditions.ts';
import type { PolicyDto } from '../../lib/api/policies.ts';
import type { PortfolioSettingsDto, SettingsView } from '../../lib/api/portfolio-settings-dto.ts';
import { policyOfCell } from '../../lib/backtest/sweep.ts';
import type { PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { parsePolicy, policyToJson } from '../../lib/policy/policy.ts';
import { policyFormSchema } from '../../lib/policy/policy-form-schema.ts';
import { ok, type Result } from '../../lib/result.ts';
import { guardDtoOf } from './guard-dto.ts';

/** All that the database knows of a portfolio's settings. */
export type SettingsRead = {
  readonly readAtSeconds: number;
  readonly portfolio: PortfolioRecord;
  readonly owned: boolean;
  readonly shared: boolean;
  readonly cardShared: boolean;
  readonly archived: boolean;
  /** Null = as for everybody. */
  readonly highDriftBps: number | null;
  /** The latest; null where none is registered. */
  readonly policy: PolicyDto | null;
};

/** A stored policy with every field said, so that a form has a value for each. */
const wholePolicy = (stored: PolicyDto): PolicyDto => {
  const parsed = parsePolicy(stored.policy);
  return parsed.ok ? { ...stored, policy: policyToJson(parsed.value) } : stored;
};

/** The stored policy with the band and interval that somebody wants to look at; null where nothing is asked for. */
const suggestedPolicy = (stored: PolicyDto, { band, interval }: SettingsView): unknown => {
  const parsed = parsePolicy(stored.policy);
  return band === null || !parsed.ok
    ? null
    : policyToJson(policyOfCell(parsed.value, { bandBps: band, intervalSeconds: interval }));
};

/** A portfolio's settings. Null when there is none that the viewer may see. */
export const readSettings = async (
  read: () => Promise<Result<SettingsRead | null>>,
  view: SettingsView,
): Promise<Result<PortfolioSettingsDto | null>> => {
  const answer = await read();
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const { readAtSeconds, portfolio, owned, shared, cardShared, archived, policy } = answer.value;
  const highDriftBps = answer.value.highDriftBps ?? HIGH_DRIFT_BPS;
  const { id, kind, chainId, address, name, simulated, look } = portfolio;
  const snapshot = look?.snapshot ?? null;
  const assets = snapshot?.assets ?? [];
  return ok({
    readAtSeconds,
    portfolio: { id, kind, chainId, address, name: name === '' ? `Portfolio ${id}` : name, simulated },
    ...{ mayChange: owned, shared, cardShared, archived, highDriftBps },
    keys: {
      owner: portfolio.owner,
      guardian: portfolio.guardian,
      signer: portfolio.signer,
      signerAuthorised: snapshot?.signerAuthorised ?? null,
      generation: portfolio.generation.toString(),
    },
    guard: snapshot === null ? null : guardDtoOf(snapshot),
    guardBlock: snapshot?.blockNumber.toString() ?? null,
    allowances: assets.map(({ token, symbol, decimals, allowanceUnits }) => ({
      ...{ token, symbol },
      allowance: allowanceUnits === null ? null : formatDecimal(allowanceUnits, decimals),
    })),
    form:
      policy === null
        ? null
        : {
            stored: wholePolicy(policy),
            suggested: suggestedPolicy(policy, view),
            schema: policyFormSchema(),
            assets: assets.map(({ token, symbol }) => ({ value: token, words: symbol })),
          },
  });
};
