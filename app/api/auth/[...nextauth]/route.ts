import { authRoute } from '../../../../services/wire/login/auth-route.ts';

export const dynamic = 'force-dynamic';

export const GET = authRoute;
export const POST = authRoute;
