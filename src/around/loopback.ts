/** Whether the name of a host, as a URL has it or without its brackets, is this machine: what goes there is on no network. */
export const isLoopback = (host: string): boolean => /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i.test(host);
