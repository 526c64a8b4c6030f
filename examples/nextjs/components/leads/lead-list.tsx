'use client';

import Link from 'next/link';
import { useCallback, useState } from 'react';
import type { LeadSummary } from '@/lib/lead-types';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { AddLead } from './add-lead';
import { Ticks } from './ticks';
import { useLeadData } from './use-lead-data';
import { When } from './when';

export function LeadList({ initial }: { initial: LeadSummary[] }) {
  const [leads, reload] = useLeadData(
    '/api/admin/crm/leads',
    initial,
    useCallback(() => true, []),
  );
  const [query, setQuery] = useState('');
  const [adding, setAdding] = useState(false);
  const wanted = query.trim().toLowerCase();
  const found = leads.filter((lead) => `${lead.name} +${lead.phone}`.toLowerCase().includes(wanted));

  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Leads</h1>
          <p className="muted">People who wrote to you, and people you want to write to.</p>
        </div>
        <button type="button" className="button" data-kind="primary" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          Add lead
        </button>
      </header>
      <div className="search">
        <Icon name="search" />
        <input
          type="search"
          aria-label="Find a lead by name or phone"
          placeholder="Find by name or phone"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {found.length > 0 ? (
        <ul className="card lead-list" aria-label="Leads">
          {found.map((lead) => (
            <li key={lead.id}>
              <LeadRow lead={lead} />
            </li>
          ))}
        </ul>
      ) : (
        <div className="card empty">
          <h2>{leads.length ? 'Nobody by that name or number' : 'No leads yet'}</h2>
          <p className="muted">
            {leads.length
              ? 'Try another part of the name.'
              : 'Add one, or wait: whoever writes to your WhatsApp number appears here.'}
          </p>
        </div>
      )}
      <AddLead open={adding} onClose={() => setAdding(false)} onAdded={reload} />
    </div>
  );
}

function LeadRow({ lead }: { lead: LeadSummary }) {
  const { last } = lead;
  return (
    <Link className="lead-row" href={`/admin/crm/leads/${lead.id}`}>
      <Avatar name={lead.name} />
      <span className="lead-who">
        <strong>{lead.name}</strong>
        <span className="muted">{lead.phone ? `+${lead.phone}` : 'number hidden by WhatsApp'}</span>
      </span>
      <span className="lead-last">
        {last ? (
          <>
            {last.direction === 'out' && <Ticks state={last.state} />}
            <span className="lead-text">{last.text ?? `(${last.type})`}</span>
          </>
        ) : (
          <span className="muted">No messages yet</span>
        )}
      </span>
      {last && <When at={last.at} />}
    </Link>
  );
}
