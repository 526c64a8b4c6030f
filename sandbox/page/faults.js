/* What the server may ask of the page for a test: another socket state, a blocked main thread. */
__d(
  'StandInFaults',
  ['StandInLink', 'WAWebSocketModel', 'WAWebStreamModel'],
  (_global, require) => {
    'use strict';
    const { link } = require('StandInLink');
    const { Socket } = require('WAWebSocketModel');
    const { Stream } = require('WAWebStreamModel');
    const STREAM_MODES = ['CONFLICT', 'PROXYBLOCK', 'TOS_BLOCK', 'SMB_TOS_BLOCK', 'DEPRECATED_VERSION'];

    link.answers.socketState = ({ state }) => {
      if (STREAM_MODES.includes(state)) Stream.set({ mode: state });
      Socket.set({ state });
    };

    link.answers.freeze = ({ ms }) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
  },
  98,
);
