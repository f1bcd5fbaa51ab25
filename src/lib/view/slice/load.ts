/** Resolves when the page has been painted and has nothing better to do: what is slow must not hold up what is shown. */
export async function afterFirstPaint(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, {once: true}));
  await nextPaint();
  await new Promise<void>((done) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => done(), {timeout: 2000});
    else setTimeout(done, 50); // Safari
  });
}

/** Resolves after the next frame has been handed over for painting; at once where the page is hidden and none is drawn. */
export async function nextPaint(): Promise<void> {
  if (document.visibilityState === "hidden") return;
  await new Promise<void>((done) => requestAnimationFrame(() => done()));
  await new Promise<void>((done) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(null);
  });
}
