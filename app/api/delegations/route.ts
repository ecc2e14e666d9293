import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listDelegations, registerDelegation } from '../../../services/wire/resources/delegations.ts';

export const dynamic = 'force-dynamic';

export const GET = listDelegations;
export const POST = registerDelegation;
export const OPTIONS = answerPreflight;
