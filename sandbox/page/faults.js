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

    // A page has one way to take its renderer down by itself: to use up its heap.
    link.answers.crash = () => {
      const kept = [];
      for (;;) kept.push(new Array(2 ** 25).fill(0.5));
    };
  },
  98,
);
