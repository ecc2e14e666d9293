import { checkToken, type TokenCheck } from '../../services/wire/prices/tokens.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

/** What speaks against it, in sentences. */
const faultsOf = ({ probe, listed }: TokenCheck): readonly string[] => {
  const { transfer, decimals, unexplainedUnits } = probe;
  return [
    transfer.kind === 'refused' ? 'It can’t be transferred now: it is paused, or it bars this holder.' : [],
    transfer.kind === 'short'
      ? `It takes a fee: a transfer of ${probe.units} units brought ${transfer.missingUnits} less.`
      : [],
    unexplainedUnits !== null && unexplainedUnits !== 0n
      ? `It rebases: in the last 100 blocks the holder’s balance changed by ${unexplainedUnits} units that no transfer explains.`
      : [],
    listed !== null && listed.decimals !== decimals
      ? `It has ${decimals} decimals, and ${listed.decimals} by the list "${listed.list}".`
      : [],
  ].flat();
};

type CheckInput = {
  readonly values: { readonly holder: string | undefined; readonly chain: string | undefined };
  readonly words: readonly string[];
};

/** Tries a token, and says what speaks against trading it. */
export const runCheck = async (
  { values, words }: CheckInput,
  { out, error }: Terminal,
): Promise<ExitCode> => {
  const token = addressValue('ADDRESS', words[0]);
  const holder = addressValue('--holder', values.holder);
  const checked = await checkToken(environment(['RPC_URL']), {
    ...{ token, holder, chainWord: values.chain ?? null },
  });
  if (!checked.ok) {
    error(checked.error.message);
    return EXIT.refused;
  }
  const { chainName, blockNumber, probe, listed, namesakes } = checked.value;
  out(`${token} on ${chainName} at block ${blockNumber}: ${probe.decimals} decimals.`);
  if (listed !== null) out(`Listed as ${listed.symbol}, ${listed.name} ("${listed.list}").`);
  for (const { address, name } of namesakes) out(`Another one goes by that symbol: ${address}, ${name}.`);
  if (probe.units === 0n) out(`${holder} holds none of it: its transfers were not tried.`);
  const faults = faultsOf(checked.value);
  for (const fault of faults) out(fault);
  if (faults.length === 0) out('Nothing was found against it.');
  return faults.length === 0 ? EXIT.done : EXIT.found;
};
