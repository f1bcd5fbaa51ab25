import {createRequire} from "node:module";

/**
 * A document in this process (jsdom), at that address, with what jsdom lacks and the slice page needs: a ResizeObserver
 * that reports 700 px once. Opening another one forgets the first.
 */
export function openDocument(url: string): void {
  const {JSDOM} = createRequire(import.meta.url)("jsdom");
  const {window} = new JSDOM("<!DOCTYPE html><main id='slice'><p>Waiting</p></main>", {url, pretendToBeVisual: true});
  class Observer {
    constructor(readonly callback: (entries: {contentRect: {width: number}}[]) => void) {}
    observe() {
      setTimeout(() => this.callback([{contentRect: {width: 700}}]));
    }
  }
  const {document, location, history, requestAnimationFrame, FormData, CustomEvent, Event} = window;
  const {HTMLInputElement, HTMLElement, SVGElement, PointerEvent} = window;
  const listen = window.addEventListener.bind(window);
  Object.assign(globalThis, {
    ...{
      window,
      document,
      location,
      history,
      FormData,
      CustomEvent,
      Event,
      HTMLInputElement,
      HTMLElement,
      SVGElement,
      PointerEvent,
    },
    innerHeight: 900,
    requestAnimationFrame: requestAnimationFrame.bind(window),
    addEventListener: listen,
    dispatchEvent: window.dispatchEvent.bind(window),
    ResizeObserver: Observer,
  });
}
