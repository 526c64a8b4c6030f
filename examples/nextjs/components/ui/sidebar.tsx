'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { ConnectionBadge } from '../live/connection-badge';
import { Icon } from './icon';

const PAGES = [
  { href: '/admin/crm/leads', label: 'Leads', icon: 'leads' },
  { href: '/admin/crm/whatsapp/qr-login', label: 'WhatsApp', icon: 'qr' },
] as const;

export function Sidebar({ sandbox }: { sandbox: boolean }) {
  const path = usePathname();
  return (
    <header className="sidebar">
      <Link className="brand" href="/admin/crm/leads" aria-label="Harbour, to the leads">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
          <rect width="32" height="32" rx="9" className="brand-tile" />
          <path className="brand-mark" d="M16 6v19M10.5 11h11M7 18c.8 4.6 4.2 7 9 7s8.2-2.4 9-7" />
        </svg>
        <span>Harbour</span>
      </Link>
      <nav aria-label="Main">
        {PAGES.map(({ href, label, icon }) => (
          <Link key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
          </Link>
        ))}
      </nav>
      <div className="sidebar-foot">
        {sandbox && <p className="sandbox-note">Sandbox: nothing leaves this computer</p>}
        <ConnectionBadge />
      </div>
    </header>
  );
}
