/** A name in words that stages wrote becomes what a reader calls the signal: whole words only, in or out of quotes. */
export function labelled(text: string, signals: readonly {readonly name: string; readonly label: string}[]): string {
  return signals.reduce((words, {name, label}) => {
    const quoted = words.replaceAll(`"${name}"`, `“${label}”`);
    // a name such as "loss" is also a word
    return name.includes("_") ? quoted.replace(new RegExp(`(?<![\\w“])${name}(?!\\w)`, "g"), `“${label}”`) : quoted;
  }, text);
}
