import type { Metadata } from 'next';
import { LeadList } from '@/components/leads/lead-list';
import { listLeads } from '@/lib/leads';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Leads' };

export default async function LeadsPage() {
  return <LeadList initial={await listLeads()} />;
}
