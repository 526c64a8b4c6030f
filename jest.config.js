'use strict';
// @ts-check

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__test__/**/*.test.js'],
  // Most tests start a Chromium, which alone fills a core while it starts.
  maxWorkers: 2,
  // A browser start on a busy machine takes seconds; tests with more steps say so themselves.
  testTimeout: 60_000,
  // Copies of package.json in build output would be taken for this package.
  modulePathIgnorePatterns: ['<rootDir>/target/', '<rootDir>/artifacts/', '<rootDir>/examples/[^/]+/\\.next/'],
  reporters: ['default'],
};
