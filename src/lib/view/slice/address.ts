/** Keeps the address of the page in step with what is shown. */
export interface Address {
  /** Writes a query string a moment after the last call; `field` is what the reader changed. */
  write(search: string, field: string): void;
  /** The reader is done with a field: its next change is a step of its own. */
  settle(): void;
}

/**
 * One step of the history for each change a reader would call one: what is typed into one field is one step, and changes
 * in quick succession are one. Browsers limit how often the history may be written; this stays far below.
 * `moved` is called when the reader goes back or forward.
 */
export function addressBar(moved: (search: string) => void, delay = 250): Address {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The field whose typing is still one step of the history. */
  let open: string | null = null;
  let settled = false;
  addEventListener("popstate", () => {
    clearTimeout(timer);
    open = null;
    moved(location.search);
  });
  return {
    write(search, field) {
      clearTimeout(timer);
      settled = false;
      timer = setTimeout(() => {
        if (search === location.search) return;
        const address = `${location.pathname}${search}${location.hash}`;
        if (open === field) history.replaceState(null, "", address);
        else history.pushState(null, "", address);
        open = settled ? null : field;
      }, delay);
    },
    settle() {
      settled = true;
      open = null;
    },
  };
}
