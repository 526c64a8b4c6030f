/* The queueing stage of the module system: definitions wait until the loader's own script has run. */
(function (global) {
  'use strict';
  global.Env = JSON.parse(document.getElementById('envjson').textContent);
  global.__d_stub = [];
  global.__d = function (...definition) {
    global.__d_stub.push(definition);
  };
  global.__rl_stub = [];
  global.requireLazy = function (...request) {
    global.__rl_stub.push(request);
  };
  global._btldr = {};
})(window);
