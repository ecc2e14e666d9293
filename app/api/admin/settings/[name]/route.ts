import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { changeSetting } from '../../../../../services/wire/resources/admin.ts';

export const dynamic = 'force-dynamic';

export const PUT = changeSetting;
export const OPTIONS = answerPreflight;
