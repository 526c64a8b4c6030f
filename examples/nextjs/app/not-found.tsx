import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="not-found">
      <h1>There is nothing here</h1>
      <p className="muted">The address may be old, or the lead was removed.</p>
      <Link className="button" data-kind="primary" href="/admin/crm/leads">
        Go to leads
      </Link>
    </main>
  );
}
