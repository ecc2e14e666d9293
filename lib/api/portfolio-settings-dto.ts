import type { PolicyDto } from './policies.ts';
import type { GuardDto, KeysDto } from './portfolio-detail-dto.ts';
import type { PortfolioDto } from './portfolio-dto.ts';

/** A policy as a form shows it. */
export type PolicyFormDto = {
  readonly stored: PolicyDto;
  /** JSON Schema of a policy: the fields, their bounds and what they mean. */
  readonly schema: unknown;
  /** Those that a rule may name. */
  readonly assets: readonly { readonly value: string; readonly words: string }[];
};

/** What may be taken of one token. */
export type AllowanceDto = {
  readonly token: string;
  readonly symbol: string;
  /** Whole tokens; null where none stands: the contract approves what a fill takes, while it takes it. */
  readonly allowance: string | null;
};

/** All that a portfolio's settings show. */
export type PortfolioSettingsDto = {
  readonly readAtSeconds: number;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  /** Whether whoever asks may change them. */
  readonly mayChange: boolean;
  readonly shared: boolean;
  /** Whether everybody may see its page in per cent. */
  readonly cardShared: boolean;
  readonly archived: boolean;
  /** An asset further from its target than that share of the target is told of. */
  readonly highDriftBps: number;
  readonly keys: KeysDto;
  /** Both null before the first look. */
  readonly guard: GuardDto | null;
  readonly guardBlock: string | null;
  readonly allowances: readonly AllowanceDto[];
  /** Null where no policy is registered. */
  readonly form: PolicyFormDto | null;
};
