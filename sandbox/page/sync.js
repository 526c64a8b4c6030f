/* From authenticated to synced: the history of a fresh link, what waited while away, what waits to go out. */
__d(
  'StandInSync',
  [
    'StandInSettings',
    'StandInInbox',
    'StandInOutbox',
    'WAWebSocketModel',
    'WAWebStreamModel',
    'WAWebConnModel',
    'WAWebCmd',
    'WAWebBackendEventBus',
    'WAWebHistorySyncProgressModel',
  ],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { delays } = require('StandInSettings');
    const Inbox = require('StandInInbox');
    const Outbox = require('StandInOutbox');
    const { Socket } = require('WAWebSocketModel');
    const { Stream } = require('WAWebStreamModel');
    const { Conn } = require('WAWebConnModel');
    const { Cmd } = require('WAWebCmd');
    const { BackendEventBus } = require('WAWebBackendEventBus');
    const { getHistorySyncProgressModel } = require('WAWebHistorySyncProgressModel');

    const pause = (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);

    async function takeHistory(history) {
      const progress = getHistorySyncProgressModel();
      progress.set({ realProgress: 0 });
      await Inbox.takeHistory(history);
      progress.set({ realProgress: 100 });
      BackendEventBus.trigger('on_critical_sync_done');
      BackendEventBus.trigger('on_initial_chat_synced');
      BackendEventBus.trigger('on_recent_chat_history_synced');
    }

    /** @param {{ people: any[], messages: any[] }} [history] of a fresh link */
    async function sync(history) {
      Conn.set({ connected: true, ref: undefined });
      Stream.set({ mode: Socket.hasSynced ? 'MAIN' : 'SYNCING', info: 'SYNCING' });
      Socket.set({ state: 'CONNECTED', stream: 'SYNCING' });
      Cmd.isMainLoaded = true;
      Cmd.trigger('main_loaded');
      if (history) await takeHistory(history);
      await Inbox.resume();
      Outbox.resume();
      if (!Socket.hasSynced) await pause(delays.syncMs);
      if (Socket.state !== 'CONNECTED') return;
      BackendEventBus.isMainStreamReadyMd = true;
      BackendEventBus.trigger('main_stream_mode_ready');
      Stream.set({ mode: 'MAIN', info: 'NORMAL' });
      Socket.set({ hasSynced: true, stream: 'CONNECTED' });
    }

    exports.sync = sync;
  },
  98,
);
