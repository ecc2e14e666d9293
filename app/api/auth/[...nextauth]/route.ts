import { authRoute } from '../../../../services/wire/auth-route.ts';

export const dynamic = 'force-dynamic';

export const GET = authRoute;
export const POST = authRoute;
