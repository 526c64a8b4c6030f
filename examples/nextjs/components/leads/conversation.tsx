'use client';

import Link from 'next/link';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/lib/client';
import type { Lead, MessageState } from '@/lib/lead-types';
import { useLive } from '../live/live-provider';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Composer } from './composer';
import { MessageLog } from './message-log';
import { useLeadData } from './use-lead-data';

const FOLLOW_MS = 2_000;
const ON_THE_WAY: ReadonlySet<MessageState> = new Set(['pending', 'server', 'device', 'uncertain']);

interface Sending {
  text: string;
  /** How many messages stood there when it was sent. */
  after: number;
}

export function Conversation({ initial }: { initial: Lead }) {
  const path = `/api/admin/crm/leads/${initial.id}`;
  const [lead, reload] = useLeadData(
    path,
    initial,
    useCallback((leadId: string) => leadId === initial.id, [initial.id]),
  );
  const [sending, setSending] = useState<Sending | null>(null);
  const { auth } = useLive();
  // The stream may bring the message before the answer to the send does.
  const arrived = lead.messages.slice(sending?.after).some((message) => message.text === sending?.text);
  const onTheWay = lead.messages.some((message) => message.direction === 'out' && ON_THE_WAY.has(message.state));

  // Ticks: as long as something is on its way and somebody looks, ask how far it got. The stream brings the change.
  useEffect(() => {
    if (!onTheWay) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void call(`${path}?follow=1`).catch(() => undefined);
    }, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [path, onTheWay]);

  const send = async (text: string) => {
    setSending({ text, after: lead.messages.length });
    try {
      await call(`${path}/messages`, { text });
      await reload();
    } finally {
      setSending(null);
    }
  };

  return (
    <div className="page conversation">
      <header className="conversation-head">
        <Link className="icon-button" href="/admin/crm/leads" aria-label="Back to all leads">
          <Icon name="back" />
        </Link>
        <Avatar name={lead.name} />
        <div className="conversation-who">
          <h1>{lead.name}</h1>
          <p className="muted">{lead.phone ? `+${lead.phone}` : 'number hidden by WhatsApp'}</p>
        </div>
        <span className="tag">{lead.source === 'whatsapp' ? 'Wrote to us' : 'Added by hand'}</span>
      </header>
      <MessageLog name={lead.name} messages={lead.messages} sending={arrived ? null : (sending?.text ?? null)} />
      {auth && auth.type !== 'ready' && (
        <p className="not-linked">
          WhatsApp is not connected. <Link href="/admin/crm/whatsapp/qr-login">Connect it</Link> to send.
        </p>
      )}
      <Composer leadName={lead.name} send={send} />
    </div>
  );
}
