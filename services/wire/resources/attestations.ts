import 'server-only';
import type { Hex } from 'viem';
import * as declared from '../../../lib/api/cash.ts';
import { fail, ok } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { serve } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { openAttestations } from '../cash/transfers.ts';
import type { InDatabase } from '../tick/bot-store.ts';

const inTurn: InDatabase = (work) => onAppDatabase((sql) => asViewer(sql, { kind: 'anonymous' }, work));

export const readAttestation = serve(declared.readAttestation, async ({ params: { chainId, hash } }) => {
  const { chains, cctpApiUrl } = readEnv();
  const cctp = chains.find(({ chain }) => chain.id === chainId)?.cctp ?? null;
  if (cctp === null) return fail('not-found', `Chain ${chainId} is not served here, or has no CCTP.`);
  if (cctpApiUrl === null) return fail('not-configured', 'Circle’s API is not configured: CCTP_API_URL.');
  const offers = await openAttestations(cctpApiUrl, inTurn, 'visitors').offers(cctp.domain, hash as Hex);
  if (!offers.ok) return offers;
  const [first = null] = offers.value;
  const { message = null, attestation = null } = first ?? {};
  return ok({ state: first === null ? ('pending' as const) : ('attested' as const), message, attestation });
});
