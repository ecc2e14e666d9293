import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listChains } from '../../../services/wire/resources/system.ts';

export const dynamic = 'force-dynamic';

export const GET = listChains;
export const OPTIONS = answerPreflight;
