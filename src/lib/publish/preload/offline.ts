/**
 * Preloaded into Framework: a look-up over the network is an error that names the package. Framework would otherwise
 * take whatever version is newest from wherever it is served, and a site could not be rebuilt.
 */
globalThis.fetch = (input) => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  const [, name] = /^\/(?:npm\/)?((?:@[^/@]+\/)?[^/@]+)/.exec(url.pathname) ?? [];
  return Promise.reject(
    new Error(
      name === undefined
        ? `the build asked for ${url.host}; a build uses nothing but the repository and node_modules`
        : `"${decodeURIComponent(name)}" is not among the installed packages that pages can use. Install it (npm install --save-exact ${decodeURIComponent(name)}) and start again, or stop using it in the page.`,
    ),
  );
};

export {};
