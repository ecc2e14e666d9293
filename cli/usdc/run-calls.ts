import { CASH_PROFILES, type CashProfile } from '../../lib/cash/cash-policy.ts';
import { CASH_STEPS, type CashStep, type PlannedCashCall } from '../../lib/owner/cash-plan.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { planCash } from '../../services/wire/cash/cash-plan.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode, UsageError } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

type CallsInput = {
  readonly values: {
    readonly [K in 'owner' | 'signer' | 'amount' | 'profile' | 'chain']: string | undefined;
  } & {
    readonly json: boolean;
  };
};

const USDC_DECIMALS = 6;

const STEP_WORDS: Readonly<Record<CashStep, string>> = {
  create: 'First, the portfolios:',
  test: 'Then what each sends to the others, once:',
  open: 'An hour after that, and once each of these dollars has arrived:',
};

const profileOf = (text: string | undefined): CashProfile => {
  const profile = CASH_PROFILES.find((one) => one === (text ?? 'balanced'));
  if (profile === undefined)
    throw new UsageError(`--profile: ${text} is none of ${CASH_PROFILES.join(', ')}`);
  return profile;
};

const unitsOf = (text: string | undefined): bigint => {
  if (text === undefined) throw new UsageError('--amount is missing');
  const typed = parseAmount(text, USDC_DECIMALS);
  if (!typed.ok) throw new UsageError(`--amount: ${typed.sentence}`);
  return typed.units;
};

const tell = (planned: readonly PlannedCashCall[], { out }: Terminal): void => {
  for (const step of CASH_STEPS) {
    out(STEP_WORDS[step]);
    for (const { chain, chainId, what, call } of planned.filter((one) => one.step === step)) {
      out(`  ${chain} (${chainId}): ${what}`);
      out(`    to   ${call.to}`);
      out(`    data ${call.data}`);
    }
  }
};

/** Says which transactions make an owner's portfolios of USDC and open them to each other; sends nothing. */
export const runCalls = async ({ values }: CallsInput, terminal: Terminal): Promise<ExitCode> => {
  const owner = addressValue('--owner', values.owner);
  const signer = addressValue('--signer', values.signer);
  const profile = profileOf(values.profile);
  const units = unitsOf(values.amount);
  const wish = { owner, signer, profile, units, chainWord: values.chain ?? null };
  const planned = await planCash(environment(['RPC_URL']), wish);
  if (!planned.ok) {
    terminal.error(planned.error.message);
    return EXIT.refused;
  }
  if (values.json)
    for (const { step, chainId, what, call } of planned.value)
      terminal.out(JSON.stringify({ step, chainId, what, to: call.to, data: call.data, value: '0' }));
  else tell(planned.value, terminal);
  return EXIT.done;
};
