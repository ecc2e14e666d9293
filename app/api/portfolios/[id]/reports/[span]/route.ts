import 'server-only';
import { answerPreflight } from '../../../../../../services/wire/api.ts';
import { readReport } from '../../../../../../services/wire/resources/reports.ts';

export const dynamic = 'force-dynamic';

export const GET = readReport;
export const OPTIONS = answerPreflight;
