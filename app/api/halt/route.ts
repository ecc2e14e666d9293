import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { readHalt } from '../../../services/wire/resources/admin.ts';

export const dynamic = 'force-dynamic';

export const GET = readHalt;
export const OPTIONS = answerPreflight;
