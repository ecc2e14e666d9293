import { z } from 'zod';
import type { PolicyDto } from './policies.ts';
import type { GuardDto, KeysDto } from './portfolio-detail-dto.ts';
import type { PortfolioDto } from './portfolio-dto.ts';

/** What the address of the settings may ask the policy's form to begin with; nonsense is as good as nothing. */
export const settingsViewSchema = z.object({
  band: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .nullable()
    .catch(null)
    .default(null),
  interval: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .catch(0)
    .default(0),
});
export type SettingsView = z.output<typeof settingsViewSchema>;

/** A policy as a form shows it. */
export type PolicyFormDto = {
  readonly stored: PolicyDto;
  /** What the form begins with instead, until it is saved or undone; null = as it is stored. */
  readonly suggested: unknown;
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
  readonly portfolio: Pick<PortfolioDto, 'id' | 'kind' | 'chainId' | 'address' | 'name' | 'simulated'>;
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
