'use client';

import dynamic from 'next/dynamic';

/** What is chosen and planned with comes once there is something to plan with. */
export const PlannerLoader = dynamic(
  () => import('./paper-planner.tsx').then(({ PaperPlanner }) => PaperPlanner),
  { ssr: false, loading: () => <p role="status">Loading the planner…</p> },
);
