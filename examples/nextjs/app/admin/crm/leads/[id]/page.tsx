import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Conversation } from '@/components/leads/conversation';
import { getLead } from '@/lib/leads';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const lead = await getLead((await params).id);
  return { title: lead?.name ?? 'No such lead' };
}

export default async function LeadPage({ params }: Props) {
  const lead = await getLead((await params).id);
  if (!lead) notFound();
  return <Conversation initial={lead} />;
}
