import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listBookOrders } from '../../../../../services/wire/resources/book.ts';

export const dynamic = 'force-dynamic';

export const GET = listBookOrders;
export const OPTIONS = answerPreflight;
