/** Initials on a colour that stays the same for the same person. */
export function Avatar({ name, small }: { name: string; small?: boolean }) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const initials =
    words
      .slice(0, 2)
      .map((word) => word[0]?.toUpperCase())
      .join('') || '#';
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span
      className="avatar"
      data-small={small || undefined}
      style={{ '--hue': hue } as React.CSSProperties}
      aria-hidden="true"
    >
      {initials}
    </span>
  );
}
