// The addon in its builds, of which a system has at most one. Its types are native/native.d.ts.
declare module '*.node';
declare module '@wa-bridge/*';
