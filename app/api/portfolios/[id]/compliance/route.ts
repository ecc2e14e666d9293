import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readCompliance } from '../../../../../services/wire/resources/compliance.ts';

export const dynamic = 'force-dynamic';

export const GET = readCompliance;
export const OPTIONS = answerPreflight;
