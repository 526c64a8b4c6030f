/* The queueing stage of the module system: definitions wait until the loader's own script has run. */
((global) => {
  'use strict';
  global.Env = JSON.parse(document.getElementById('envjson').textContent);
  global.__d_stub = [];
  global.__d = (...definition) => {
    global.__d_stub.push(definition);
  };
  global.__rl_stub = [];
  global.requireLazy = (...request) => {
    global.__rl_stub.push(request);
  };
  global._btldr = {};
})(window);
