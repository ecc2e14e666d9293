import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { readConfig } from '../../../services/wire/resources/system.ts';

export const dynamic = 'force-dynamic';

export const GET = readConfig;
export const OPTIONS = answerPreflight;
