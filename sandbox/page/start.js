/* The last inline script of the shell: asks for the application once everything it needs is there. */
(() => {
  'use strict';
  const settings = JSON.parse(document.getElementById('sandbox-settings').textContent);
  requireLazy(['StandInBoot', ...settings.bootModules], (boot) => boot.start(), null, 0x100);
})();
