import type { ReactNode } from 'react';
import { LiveProvider } from '@/components/live/live-provider';
import { PhonePanel } from '@/components/phone/phone-panel';
import { Sidebar } from '@/components/ui/sidebar';
import { sandboxControl } from '@/lib/sandbox';
import '../../../styles/shell.css';
import '../../../styles/login.css';
import '../../../styles/leads.css';
import '../../../styles/phone.css';

export const dynamic = 'force-dynamic';

export default function CrmLayout({ children }: { children: ReactNode }) {
  const sandbox = sandboxControl() !== null;
  return (
    <LiveProvider>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <div className="shell" data-sandbox={sandbox || undefined}>
        <Sidebar sandbox={sandbox} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {sandbox && <PhonePanel />}
      </div>
    </LiveProvider>
  );
}
