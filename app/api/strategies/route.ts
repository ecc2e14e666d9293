import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { compareStrategies } from '../../../services/wire/resources/strategies.ts';

export const dynamic = 'force-dynamic';

export const GET = compareStrategies;
export const OPTIONS = answerPreflight;
