'use client';

import people from '../../sandbox-people.json';

/** The sandbox's own shapes, as its control API sends them. */
export interface PhoneView {
  account: { phone: string; lid: string; pushName: string; platform: string };
  devices: { id: string; name: string; platform: string; linkedAt: string; online: boolean }[];
  messages: PhoneMessage[];
}

export interface PhoneMessage {
  id: string;
  from: string;
  to: string;
  text: string;
  /** Seconds since 1970. */
  timestamp: number;
  fromMe: boolean;
  /** 0 pending, 1 server, 2 device, 3 read */
  ack: number;
}

export interface ContactView {
  phone: string;
  lid: string;
  /** Every arrival as it came, repeats included. */
  arrivals: { id: string; text: string; at: string }[];
}

export interface Person {
  phone: string;
  name: string;
  exists?: boolean;
}

/** The people of the sandbox who can write; the others are numbers that are not on WhatsApp. */
export const PEOPLE: Person[] = (people as Person[]).filter((person) => person.exists !== false);

/** What the sandbox says when it refuses, in the words a phone would use. */
export class PhoneError extends Error {}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api/sandbox/${path}`, { ...init, cache: 'no-store' }).catch(() => null);
  const answer: unknown = await response?.json().catch(() => null);
  if (response?.ok) return answer as T;
  const { error } = (answer ?? {}) as { error?: string };
  throw new PhoneError(error ?? 'The sandbox does not answer.');
}

/** @throws {PhoneError} */
export const read = <T>(path: string) => ask<T>(path, {});

/** @throws {PhoneError} */
export const act = <T = unknown>(path: string, body: Record<string, unknown> = {}) =>
  ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
