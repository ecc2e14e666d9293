import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { rebalance } from '../../../services/wire/resources/cash.ts';

export const dynamic = 'force-dynamic';

export const POST = rebalance;
export const OPTIONS = answerPreflight;
