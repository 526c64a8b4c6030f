// @ts-check
// Opens a page in the person's own browser.

import { spawn } from 'node:child_process';

/** Does nothing where there is nobody to look at it. @param {string} url */
export function openInBrowser(url) {
  const { platform, env } = process;
  const command =
    platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url];
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return;
  const child = spawn(command[0], command.slice(1), { stdio: 'ignore', detached: true });
  // The address stands in the terminal; a system without such a command is no fault.
  child.once('error', () => {});
  child.unref();
}
