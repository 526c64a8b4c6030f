// @ts-check
'use strict';

/**
 * Events for linked devices: kept until the device confirms each, sent again after a reconnect.
 */
class DeviceEvents {
  /** @param {{ state: any, connections: Set<any> }} parts */
  constructor({ state, connections }) {
    this.state = state;
    this.connections = connections;
  }

  /** @param {{ kind: string, [field: string]: any }} event @param {string} [exceptDevice] the device that caused it */
  toAll(event, exceptDevice) {
    for (const device of this.state.devices) {
      if (device.id !== exceptDevice) this.to(device.id, event);
    }
  }

  /** @param {string} deviceId @param {{ kind: string, [field: string]: any }} event */
  to(deviceId, event) {
    const queue = this.state.queues.get(deviceId);
    if (!queue) return;
    this.state.lastSeq += 1;
    const entry = { seq: this.state.lastSeq, event };
    queue.push(entry);
    this.state.save();
    const page = this.pageOf(deviceId);
    if (page?.receiving) page.push('event', entry);
  }

  /** The connection that stands for a device now. @param {string} deviceId */
  pageOf(deviceId) {
    return [...this.connections].find((page) => page.deviceId === deviceId && page.receiving !== null);
  }

  /** Everything that waited while the device was away. @param {any} page */
  replay(page) {
    const queue = this.state.queues.get(page.deviceId) ?? [];
    page.receiving = true;
    page.push('offlinePreview', { count: queue.length });
    for (const entry of queue) page.push('event', entry);
    page.push('offlineEnd', {});
  }

  /** @param {string} deviceId @param {number} seq @returns {any} the event, if it was still unconfirmed */
  confirm(deviceId, seq) {
    const queue = this.state.queues.get(deviceId) ?? [];
    const index = queue.findIndex((/** @type {any} */ entry) => entry.seq === seq);
    if (index < 0) return undefined;
    const [entry] = queue.splice(index, 1);
    this.state.save();
    return entry.event;
  }
}

module.exports = { DeviceEvents };
