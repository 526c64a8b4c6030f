'use client';

import { useCallback, useEffect, useState } from 'react';
import { Avatar } from '../ui/avatar';
import { PersonChat } from './person-chat';
import { type ContactView, PEOPLE, type PhoneView, read } from './sandbox-api';
import { usePhoneAction } from './use-phone';

interface Props {
  view: PhoneView;
  reload: () => Promise<void>;
}

/** The phones of the people on the other side: what really arrived there, and what they answer. */
export function PeopleScreen({ view, reload }: Props) {
  const [phone, setPhone] = useState(PEOPLE[0]?.phone ?? '');
  const [contact, setContact] = useState<ContactView | null>(null);
  const { refusal, run } = usePhoneAction(reload);
  const person = PEOPLE.find((candidate) => candidate.phone === phone);

  const look = useCallback(async () => {
    const seen = await read<ContactView>(`contact?phone=${phone}`).catch(() => null);
    if (seen) setContact(seen);
  }, [phone]);
  // The panel asks the phone every second; whatever changed there may have changed here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view of the phone is the moment to look again
  useEffect(() => void look(), [look, view]);

  return (
    <>
      <ul className="people" aria-label="People">
        {PEOPLE.map((candidate) => (
          <li key={candidate.phone}>
            <button type="button" aria-pressed={candidate.phone === phone} onClick={() => setPhone(candidate.phone)}>
              <Avatar name={candidate.name} small />
              <span>{candidate.name.split(' ')[0]}</span>
            </button>
          </li>
        ))}
      </ul>
      {person && contact?.phone === phone && (
        <PersonChat
          key={phone}
          person={person}
          contact={contact}
          messages={view.messages}
          say={(text) => run('contact/send', { phone, text })}
          markRead={() => run('contact/read', { phone })}
        />
      )}
      <p className="phone-refusal" role="alert">
        {refusal}
      </p>
    </>
  );
}
