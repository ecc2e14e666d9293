import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { optimize } from '../../../services/wire/resources/optimize.ts';

export const dynamic = 'force-dynamic';

export const POST = optimize;
export const OPTIONS = answerPreflight;
